package onlyonce.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One task's timers, ordered by due time. A timer is only a reason to look: it is set when a saga
 * begins, and left alone when the saga goes on or ends, since a saga that goes on wants to be
 * looked at later, not earlier. Whoever looks too early sets the next one. So a saga that is
 * answered in time costs one timer, not one a step.
 */
final class SagaTimers {
  private final KeyValueStore<Bytes, byte[]> store;

  /** No timer lies before this: what was taken left only the traces of its deletion there. */
  private long fromMillis;

  SagaTimers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void set(UUID transferId, long dueMillis) {
    store.put(TaskStore.timerKey(dueMillis, transferId), new byte[0]);
    fromMillis = Math.min(fromMillis, dueMillis);
  }

  /**
   * Takes timers that are due, the earliest first.
   *
   * @param most how many at once: a task's records wait meanwhile
   */
  List<UUID> take(long nowMillis, int most) {
    List<Bytes> due = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> timers =
        store.range(TaskStore.timersFrom(fromMillis), TaskStore.timersFrom(nowMillis + 1))) {
      while (timers.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> timer = timers.next();
        due.add(timer.key);
      }
    }
    due.forEach(store::delete);
    if (!due.isEmpty()) {
      fromMillis = TaskStore.dueMillis(due.getLast());
    }
    return due.stream().map(TaskStore::timedTransfer).toList();
  }
}
