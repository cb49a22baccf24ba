package onlyonce.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which of a task's sagas are parked. They are few, and time does nothing to them, so they have no
 * timer; they are kept apart, so that a task that begins finds them without looking at every saga.
 *
 * <p>What is kept is checked against the sagas when a task begins, a bounded number at a time, and
 * counted then: an owner that was away for longer than the changelog keeps deletions finds entries
 * of sagas that went on meanwhile.
 */
final class ParkedSagas {
  private static final int MOST_VISITED = 1_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final SagaStore sagas;
  private long count;

  /** What lies before this is counted; null when everything is. */
  private @Nullable Bytes checkFrom = TaskStore.firstParked();

  ParkedSagas(KeyValueStore<Bytes, byte[]> store, SagaStore sagas) {
    this.store = store;
    this.sagas = sagas;
  }

  /** Takes a saga over that was parked before anybody kept it here. */
  void adopt(Parked saga) {
    Bytes key = TaskStore.parkedKey(saga.transfer().id());
    if (store.get(key) == null) {
      keep(key);
    }
  }

  void moved(UUID transferId, SagaState before, SagaState after) {
    boolean was = before instanceof Parked;
    boolean is = after instanceof Parked;
    if (was == is) {
      return;
    }
    Bytes key = TaskStore.parkedKey(transferId);
    if (is) {
      keep(key);
      // An earlier version's saga is parked unknown, until it is adopted.
    } else if (store.delete(key) != null && isCounted(key)) {
      count--;
    }
  }

  private void keep(Bytes key) {
    store.put(key, TaskStore.parkedValue());
    if (isCounted(key)) {
      count++;
    }
  }

  private boolean isCounted(Bytes key) {
    return checkFrom == null || key.compareTo(checkFrom) < 0;
  }

  /** Checks and counts a bounded number of those that a former owner kept. */
  void check() {
    if (checkFrom == null) {
      return;
    }
    List<Bytes> gone = new ArrayList<>();
    Bytes next = null;
    int visited = 0;
    try (KeyValueIterator<Bytes, byte[]> kept = store.range(checkFrom, TaskStore.behindParked())) {
      while (kept.hasNext() && next == null) {
        KeyValue<Bytes, byte[]> entry = kept.next();
        if (visited == MOST_VISITED) {
          next = entry.key;
        } else if (sagas.get(TaskStore.parkedTransfer(entry.key)) instanceof Parked) {
          count++;
        } else {
          gone.add(entry.key);
        }
        visited++;
      }
    }
    gone.forEach(store::delete);
    checkFrom = next;
  }

  /** Whether all that a former owner left is counted. */
  boolean areCounted() {
    return checkFrom == null;
  }

  /** How many there are, as far as they are counted. */
  long count() {
    return count;
  }
}
