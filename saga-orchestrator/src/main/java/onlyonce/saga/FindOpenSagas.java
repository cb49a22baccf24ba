package onlyonce.saga;

import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sagas that a task's former owner left open, a bounded number at a time. Whoever waits
 * for an answer has a timer, and timers are few beside a day of ended sagas; so those are read, in
 * the order of their due times. A timer that fires meanwhile is set again later than all that were
 * read, so none is missed.
 */
final class FindOpenSagas {
  /** After too many were found: until then many of them may have ended. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final SagaStore sagas;
  private final KeyValueStore<Bytes, byte[]> store;
  private final OpenSagas open;
  private @Nullable Bytes from = TaskStore.timersFrom(0);
  private long notBeforeMillis = Long.MIN_VALUE;

  FindOpenSagas(SagaStore sagas, KeyValueStore<Bytes, byte[]> store, OpenSagas open) {
    this.sagas = sagas;
    this.store = store;
    this.open = open;
  }

  /**
   * Goes on where it stopped.
   *
   * @param most timers at a time, at least 2
   */
  void goOn(long nowMillis, int most) {
    if (from == null || nowMillis < notBeforeMillis) {
      return;
    }
    Bytes last = from;
    int visited = 0;
    try (KeyValueIterator<Bytes, byte[]> timers =
        store.range(from, TaskStore.timersFrom(Long.MAX_VALUE))) {
      while (timers.hasNext() && visited < most) {
        last = timers.next().key;
        open.found(sagas.get(TaskStore.timedTransfer(last)));
        visited++;
      }
    }
    if (open.beginAnew(nowMillis)) {
      from = TaskStore.timersFrom(0);
      notBeforeMillis = nowMillis + PAUSE.toMillis();
    } else if (visited < most) {
      from = null;
      open.foundAll();
    } else {
      from = last;
    }
  }
}
