package onlyonce.saga;

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
 * @param queued how often a step was due, but not sent again since it was known to be queued
 * @param forgotten ended sagas that left the dedup window
 * @param parked sagas of this instance's tasks that wait for a person, now
 * @param slow sagas of this instance's tasks whose step had to be sent again, now
 */
public record SagaFigures(
    Map<String, Long> read,
    Map<String, Long> entered,
    Map<String, Long> retried,
    Map<String, Long> ignored,
    Map<String, Long> refused,
    long queued,
    long forgotten,
    long parked,
    long slow) {
  public SagaFigures {
    read = Map.copyOf(read);
    entered = Map.copyOf(entered);
    retried = Map.copyOf(retried);
    ignored = Map.copyOf(ignored);
    refused = Map.copyOf(refused);
  }
}
