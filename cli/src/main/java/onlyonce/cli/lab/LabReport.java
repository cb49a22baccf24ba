package onlyonce.cli.lab;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An experiment that was run, for whoever reads it later.
 *
 * @param at when it ended
 * @param command runs it again
 * @param environment of the run, such as the number of cores
 */
public record LabReport(
    Experiment.About about,
    Findings findings,
    Instant at,
    String command,
    SortedMap<String, String> environment) {
  public LabReport {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
