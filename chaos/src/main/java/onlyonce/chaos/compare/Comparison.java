package onlyonce.chaos.compare;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.report.Report;

/**
 * What one load and one fault plan came to under each semantics.
 *
 * @param at when it was made
 * @param plan the faults' plan, by name
 * @param command that repeats it
 * @param runs one of each semantics, in the order of their columns
 */
public record Comparison(Instant at, String plan, String command, List<Run> runs) {

  public Comparison {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("there are no runs to compare");
    }
    if (runs.stream().map(Run::name).distinct().count() < runs.size()) {
      throw new IllegalArgumentException("two runs have the same semantics: " + names(runs));
    }
    if (runs.stream().map(run -> run.report().run().seed()).distinct().count() > 1) {
      throw new IllegalArgumentException("the runs have different seeds");
    }
  }

  /** One run, and what it shows of its semantics. */
  public record Run(Report report, Behaviour behaviour) {
    public Run(Report report) {
      this(report, JudgeBehaviour.of(report));
    }

    /** The semantics' name, and the folder of the run's own report. */
    public String name() {
      return report.run().semantics().label();
    }
  }

  /** The runs of these reports. */
  public static Comparison of(Instant at, String plan, String command, List<Report> reports) {
    return new Comparison(at, plan, command, reports.stream().map(Run::new).toList());
  }

  public long seed() {
    return runs.getFirst().report().run().seed();
  }

  /** Valid when each behaves as its name says. */
  public Verdict verdict() {
    return runs.stream()
        .map(run -> run.behaviour().verdict())
        .reduce(Verdict.VALID, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private static String names(List<Run> runs) {
    return runs.stream().map(Run::name).collect(Collectors.joining(", "));
  }
}
