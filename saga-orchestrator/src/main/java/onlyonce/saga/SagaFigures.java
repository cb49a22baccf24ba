package onlyonce.saga;

import java.util.List;
import java.util.Map;

/**
 * What one instance did since it started. Work that a transaction's abort undid, and that was done
 * again, counts each time.
 *
 * @param read records, by topic
 * @param entered how often a saga entered a state, by the state's label
 * @param retried how often a step was sent again, by the state's label
 * @param ignored events that changed nothing, by {@link Ignored#label()}
 * @param refused records that became dead letters, by reason
 * @param started sagas; a transfer within one ledger partition is none
 * @param queued how often a step was due, but not sent again since it was known to be queued
 * @param forgotten ended sagas that left the dedup window
 * @param open sagas of this instance's tasks that have not ended, now
 */
public record SagaFigures(
    Map<String, Long> read,
    Map<String, Long> entered,
    Map<String, Long> retried,
    Map<String, Long> ignored,
    Map<String, Long> refused,
    long started,
    long queued,
    long forgotten,
    OpenFigures open) {
  /** The labels of all states in which a saga is open. */
  public static final List<String> OPEN_STATES =
      List.of("Holding", "Crediting", "Settling", "Releasing", "Parked");

  public SagaFigures {
    read = Map.copyOf(read);
    entered = Map.copyOf(entered);
    retried = Map.copyOf(retried);
    ignored = Map.copyOf(ignored);
    refused = Map.copyOf(refused);
  }

  /** Open sagas that wait for a person. */
  public long parked() {
    return open.byState().getOrDefault("Parked", 0L);
  }

  /** Open sagas whose step is not answered for long. */
  public long slow() {
    return open.slow();
  }
}
