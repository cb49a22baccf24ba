package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings for people. */
public final class SimulateText {
  private SimulateText() {}

  /** Some lines, without an end of line. */
  public static String of(Findings findings) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "seed %d: %,d of %,d histories, %,d events in %.1f s%s",
            findings.seed(),
            findings.played(),
            findings.wanted(),
            findings.events(),
            findings.took().toMillis() / 1000.0,
            findings
                .broken()
                .map(broken -> "; broken on purpose: " + broken.meaning())
                .orElse("")));
    lines.add("");
    for (Sighting sighting : Sighting.values()) {
      lines.add(
          String.format(
              Locale.ROOT, "%,10d  %s", findings.sightings().of(sighting), sighting.meaning()));
    }
    lines.add("");
    findings.failure().ifPresent(failed -> failure(findings, failed, lines));
    lines.add(verdict(findings));
    return String.join("\n", lines);
  }

  private static void failure(Findings findings, Findings.Failure failed, List<String> lines) {
    lines.add(
        "The shortest of its failures, %d steps of %d that were drawn from seed %d:"
            .formatted(failed.steps(), failed.drawnSteps(), failed.seed()));
    lines.add("");
    failed.trace().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("violated: %s".formatted(failed.violation().invariant()));
    lines.add("          %s".formatted(failed.violation().detail()));
    lines.add("again:    %s".formatted(findings.repeat(failed)));
    lines.add("");
  }

  private static String verdict(Findings findings) {
    String label = findings.verdict().label();
    if (findings.failure().isPresent() || findings.verdict() == Findings.Verdict.VALID) {
      return label;
    }
    if (!findings.missing().isEmpty()) {
      return "%s: so many histories should have met each of these, and did not: %s"
          .formatted(
              label,
              String.join("; ", findings.missing().stream().map(Sighting::meaning).toList()));
    }
    return findings
        .broken()
        .map(
            broken ->
                "%s: %s was taken away and none of these histories shows it; play more with --seeds"
                    .formatted(label, broken.label()))
        .orElse(label);
  }
}
