package onlyonce.saga;

import java.util.Map;

/**
 * What one instance did since it started. Work that a transaction's abort undid, and that was done
 * again, counts each time.
 *
 * @param read records, by topic
 * @param entered how often a saga entered a state, by the state's label
 * @param ignored events that changed nothing, by {@link Ignored#label()}
 * @param refused records that became dead letters, by reason
 */
public record SagaFigures(
    Map<String, Long> read,
    Map<String, Long> entered,
    Map<String, Long> ignored,
    Map<String, Long> refused) {
  public SagaFigures {
    read = Map.copyOf(read);
    entered = Map.copyOf(entered);
    ignored = Map.copyOf(ignored);
    refused = Map.copyOf(refused);
  }
}
