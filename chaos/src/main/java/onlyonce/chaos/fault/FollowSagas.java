package onlyonce.chaos.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import onlyonce.messages.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of each open saga which step was sent last. It is told by one thread, topic by topic,
 * so a step may come before its start; it may be asked by another.
 */
final class FollowSagas implements SagasUnderWay {
  private static final int UNKNOWN = -1;

  private final Map<UUID, Place> open = new ConcurrentHashMap<>();

  /** Where a saga began, and its last step; null before the first. */
  private record Place(int partition, @Nullable SagaStep step) {}

  void started(UUID transferId, int partition) {
    open.merge(
        transferId, new Place(partition, null), (before, _) -> new Place(partition, before.step()));
  }

  /** A step came into the log; other commands are none of a saga's. */
  void sent(UUID transferId, CommandType type) {
    switch (type) {
      case HOLD -> reached(transferId, SagaStep.HOLD);
      case CREDIT -> reached(transferId, SagaStep.CREDIT);
      case SETTLE -> reached(transferId, SagaStep.SETTLE);
      case RELEASE -> reached(transferId, SagaStep.RELEASE);
      case CONFIGURE, OPEN, CLOSE, POST -> {}
    }
  }

  /** A step that is sent again, or read late, never takes a saga back. */
  private void reached(UUID transferId, SagaStep step) {
    open.merge(
        transferId,
        new Place(UNKNOWN, step),
        (before, _) ->
            before.step() == null || before.step().compareTo(step) < 0
                ? new Place(before.partition(), step)
                : before);
  }

  void ended(UUID transferId) {
    open.remove(transferId);
  }

  @Override
  public Map<SagaStep, Integer> in(Set<Integer> partitions) {
    Map<SagaStep, Integer> counts = new EnumMap<>(SagaStep.class);
    for (Place place : open.values()) {
      if (place.step() != null && partitions.contains(place.partition())) {
        counts.merge(place.step(), 1, Integer::sum);
      }
    }
    return counts;
  }
}
