package onlyonce.chaos.compare;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import onlyonce.chaos.fault.FaultRecord;

/** A comparison as a person reads it in a terminal. */
public final class CompareText {
  private static final int NAME = 26;
  private static final int COLUMN = 19;

  private final Comparison comparison;
  private final StringBuilder text = new StringBuilder(2048);

  private CompareText(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The whole text, ending with a line feed. */
  public static String of(Comparison comparison) {
    return new CompareText(comparison).write();
  }

  private String write() {
    line(
        "%s  %s"
            .formatted(
                comparison.verdict().label().toUpperCase(Locale.ROOT), headline(comparison)));
    line("");
    row("", comparison.runs().stream().map(Comparison.Run::name).toList());
    Figure.of(comparison).forEach(figure -> row(figure.name(), figure.texts()));
    row(
        "its own verdict",
        comparison.runs().stream().map(run -> run.report().verdict().label()).toList());
    line("");
    for (Comparison.Run run : comparison.runs()) {
      line("%-14s %s".formatted(run.name(), inWords(run.behaviour())));
    }
    line("");
    for (Comparison.Run run : comparison.runs()) {
      line("faults of %s".formatted(run.name()));
      run.report().run().faults().forEach(fault -> line(fault(fault)));
    }
    line("");
    line(
        "run      plan %s, seed %d, the same load and faults for each"
            .formatted(comparison.plan(), comparison.seed()));
    line("repeat   %s".formatted(comparison.command()));
    return text.toString();
  }

  static String headline(Comparison comparison) {
    return switch (comparison.verdict()) {
      case VALID -> "each behaves as its name says";
      case INVALID ->
          "not as its name says: " + names(comparison, Behaviour.NotAsNamed.class::isInstance);
      case UNKNOWN ->
          "not enough was seen of " + names(comparison, Behaviour.CannotTell.class::isInstance);
    };
  }

  private static String names(Comparison comparison, Predicate<Behaviour> chosen) {
    List<String> names =
        comparison.runs().stream()
            .filter(run -> chosen.test(run.behaviour()))
            .map(Comparison.Run::name)
            .toList();
    return String.join(", ", names);
  }

  static String inWords(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.AsNamed it -> "as its name says: " + it.why();
      case Behaviour.NotAsNamed it -> "NOT as its name says: " + it.why();
      case Behaviour.CannotTell it -> "cannot be told: " + it.why();
    };
  }

  private static String fault(FaultRecord fault) {
    return "  %s %-28s %s"
        .formatted(fault.bit() ? "*" : "!", fault.kind() + " " + fault.target(), fault.observed());
  }

  private void row(String name, List<String> values) {
    StringBuilder row = new StringBuilder(("%-" + NAME + "s").formatted(name));
    values.forEach(value -> row.append(("%" + COLUMN + "s").formatted(value)));
    line(row.toString().stripTrailing());
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
