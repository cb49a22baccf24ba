package onlyonce.cli.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Differences as a person reads them: what is worse first. */
public final class DiffText {
  private static final List<String> HEADINGS = List.of("", "A", "B", "change", "");

  private final Differences differences;
  private final StringBuilder text = new StringBuilder(2048);

  private DiffText(Differences differences) {
    this.differences = differences;
  }

  /** The whole text, ending with a line feed. */
  public static String of(Differences differences) {
    return new DiffText(differences).write();
  }

  private String write() {
    line(
        "%,d worse, %,d better, %,d the same, where a change of %s %% or less is the same"
            .formatted(
                differences.count(Change.WORSE),
                differences.count(Change.BETTER),
                differences.count(Change.SAME),
                number(differences.thresholdPercent())));
    line("A  " + differences.a());
    line("B  " + differences.b());
    line("");
    table();
    only("only in A", differences.onlyInA());
    only("only in B", differences.onlyInB());
    return text.toString();
  }

  private void table() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    for (Differences.Field field : differences.fields()) {
      if (field.change() != Change.TOLD || !field.a().equals(field.b())) {
        rows.add(
            List.of(
                field.name(),
                value(field.a()),
                value(field.b()),
                field
                    .percent()
                    .filter(percent -> percent != 0)
                    .map(percent -> String.format(Locale.ROOT, "%+.1f %%", percent))
                    .orElse(""),
                field.change() == Change.TOLD ? "" : field.change().toString()));
      }
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADINGS.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    rows.forEach(row -> row(row, widths));
    line("");
  }

  private void row(List<String> cells, List<Integer> widths) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths.get(i) - cells.get(i).length());
      boolean left = i == 0 || i == cells.size() - 1;
      row.append(i == 0 ? "" : "  ");
      row.append(left ? cells.get(i) + padding : padding + cells.get(i));
    }
    line(row.toString().stripTrailing());
  }

  private void only(String where, List<String> names) {
    if (!names.isEmpty()) {
      line(where + ": " + String.join(", ", names));
    }
  }

  private static String value(JsonNode value) {
    return value.isNumber() ? number(value.asDouble()) : value.asString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.3f", value);
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
