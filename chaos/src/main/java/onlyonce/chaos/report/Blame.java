package onlyonce.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import onlyonce.chaos.fault.FaultRecord;

/** Which fault the harm done to an intent lies at, judged by times alone. */
public sealed interface Blame {

  /** In words, such as {@code kill processor-1, 0.8 s before its last trace}. */
  String text();

  /**
   * A fault that was there at the time.
   *
   * @param number its place among the run's faults, from 1
   * @param traceAt when the last doubled trace was left, or the lost command was appended or sent
   */
  record OnFault(int number, FaultRecord fault, Instant traceAt) implements Blame {
    @Override
    public String text() {
      Duration since = Duration.between(fault.at(), traceAt);
      return String.format(
          Locale.ROOT,
          "fault %d, %s %s, began %.1f s %s its trace at %s",
          number,
          fault.kind(),
          fault.target(),
          since.abs().toMillis() / 1000.0,
          since.isNegative() ? "after" : "before",
          traceAt);
    }
  }

  /** No fault was there at the time. */
  record OnNoFault(String why) implements Blame {
    @Override
    public String text() {
      return "no fault: " + why;
    }
  }
}
