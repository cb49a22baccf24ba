package onlyonce.chaos.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.chaos.fault.FaultRecord;

/**
 * What the report says about the run that cannot be read from its history.
 *
 * @param semantics {@code exactly-once}, {@code at-least-once} or {@code at-most-once}
 * @param seed of generator and plan
 * @param command that repeats the run
 * @param environment whatever a reader needs to judge the numbers, by name
 */
public record RunContext(
    String semantics,
    long seed,
    List<FaultRecord> faults,
    String command,
    SortedMap<String, String> environment) {
  /** The semantics under which the engine keeps its rows. */
  public static final String EXACTLY_ONCE = "exactly-once";

  public RunContext {
    faults = List.copyOf(faults);
    environment = new TreeMap<>(environment);
  }

  /** An exactly-once run without faults, such as a plain {@code reconcile}. */
  public static RunContext of(String command) {
    return new RunContext(EXACTLY_ONCE, 0, List.of(), command, new TreeMap<>());
  }

  /** Whether the run claims exactly-once. */
  public boolean exactlyOnce() {
    return semantics.equals(EXACTLY_ONCE);
  }
}
