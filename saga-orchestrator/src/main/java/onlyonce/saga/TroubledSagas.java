package onlyonce.saga;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which of a task's sagas are parked or slow. They are few, and kept apart, so that a task knows
 * their number when it starts without looking at every saga.
 */
final class TroubledSagas {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<Trouble, Long> counts = new EnumMap<>(Trouble.class);

  TroubledSagas(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<Bytes, byte[]> known =
        store.range(TaskStore.firstTrouble(), TaskStore.behindTrouble())) {
      while (known.hasNext()) {
        Trouble.ofCode(known.next().value[0]).ifPresent(trouble -> count(trouble, 1));
      }
    }
  }

  /** Takes a saga over that was in trouble before anybody counted. */
  void adopt(SagaState.Remembered saga) {
    Bytes key = TaskStore.troubleKey(saga.transfer().id());
    if (store.get(key) == null) {
      Trouble.of(saga)
          .ifPresent(
              trouble -> {
                count(trouble, 1);
                store.put(key, new byte[] {trouble.code()});
              });
    }
  }

  void moved(UUID transferId, SagaState before, SagaState after) {
    Optional<Trouble> was = Trouble.of(before);
    Optional<Trouble> is = Trouble.of(after);
    if (was.equals(is)) {
      return;
    }
    Bytes key = TaskStore.troubleKey(transferId);
    // An earlier version's saga is in trouble uncounted, until it is adopted.
    if (was.isPresent() && store.delete(key) != null) {
      count(was.get(), -1);
    }
    if (is.isPresent()) {
      count(is.get(), 1);
      store.put(key, new byte[] {is.get().code()});
    }
  }

  /** How many there are of each kind. */
  Map<Trouble, Long> counts() {
    return new EnumMap<>(counts);
  }

  private void count(Trouble trouble, long change) {
    counts.merge(trouble, change, Long::sum);
  }
}
