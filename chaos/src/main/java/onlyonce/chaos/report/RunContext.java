package onlyonce.chaos.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.messages.Semantics;

/**
 * What the report says about the run that cannot be read from its history.
 *
 * @param semantics what producers and processors promised, and what the run is judged by
 * @param seed of generator and plan
 * @param command that repeats the run
 * @param environment whatever a reader needs to judge the numbers, by name
 */
public record RunContext(
    Semantics semantics,
    long seed,
    List<FaultRecord> faults,
    String command,
    SortedMap<String, String> environment) {
  public RunContext {
    faults = List.copyOf(faults);
    environment = new TreeMap<>(environment);
  }

  /** A run without faults, such as a plain {@code reconcile}. */
  public static RunContext of(Semantics semantics, String command) {
    return new RunContext(semantics, 0, List.of(), command, new TreeMap<>());
  }
}
