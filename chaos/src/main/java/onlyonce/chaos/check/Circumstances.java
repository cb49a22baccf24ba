package onlyonce.chaos.check;

import java.util.List;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.intent.Intents;
import onlyonce.chaos.intent.Strays;
import onlyonce.messages.Semantics;

/**
 * What every check may look at when it gives its verdict.
 *
 * @param semantics what the run promised
 * @param rest whether anything still moved while the history was read
 * @param outcomes what was published on {@code ledger-outcomes}
 * @param results what was published on {@code transfer-results}
 */
public record Circumstances(
    Semantics semantics,
    Rest rest,
    List<FaultRecord> faults,
    Intents intents,
    Strays strays,
    Answers outcomes,
    Answers results) {

  public Circumstances {
    faults = List.copyOf(faults);
  }

  /**
   * Whether the system had come to rest.
   *
   * @param arriving journals, transfers or results still grew
   * @param busy anything at all still grew
   */
  public record Rest(boolean arriving, boolean busy) {
    /** Nothing moved. */
    public static final Rest QUIET = new Rest(false, false);
  }
}
