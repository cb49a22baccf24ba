package onlyonce.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What one task remembers: sagas, their timers, which are parked, and the floor below which ended
 * ones are forgotten. All of it is stored in the transaction of what caused it. How many sagas are
 * open is known beside it, in memory.
 *
 * <p>The floor is stored before it is used, not whenever it moves: a start that it turned away, or
 * a saga that was forgotten for its sake, stays below it whatever dies. Between two uses a crash
 * may take it back a little, and the log moves it again.
 */
final class SagaMemory {
  private static final int MOST_VISITED = 1_000;

  private final SagaStore sagas;
  private final KeyValueStore<Bytes, byte[]> store;
  private final SagaTimers timers;
  private final ParkedSagas parked;
  private final OpenSagas open;
  private final FindOpenSagas findOpen;

  /** How long an ended saga is remembered at least. */
  private final Duration window;

  /** Whether time does anything to sagas. */
  private final boolean retries;

  private TaskFloor floor;
  private TaskFloor stored;

  /** Where adopting an earlier version's sagas goes on, or null when all have their timers. */
  private @Nullable Bytes adoptFrom;

  /** Whether the store says so. */
  private boolean adopted;

  private Bytes forgetFrom = SagaStore.FIRST;

  /**
   * @param nowMillis when the task begins
   */
  SagaMemory(
      SagaStore sagas, KeyValueStore<Bytes, byte[]> store, SagaSettings.Log log, long nowMillis) {
    this.sagas = sagas;
    this.store = store;
    this.timers = new SagaTimers(store);
    this.parked = new ParkedSagas(store, sagas);
    this.open = new OpenSagas(nowMillis);
    this.findOpen = new FindOpenSagas(sagas, store, open);
    this.window = log.dedupWindow();
    this.retries = !log.retries().isNever();
    byte[] known = store.get(TaskStore.floorKey());
    this.stored = known == null ? TaskFloor.NONE : TaskStore.floor(known);
    this.floor = stored;
    this.adopted = TaskStore.isAdopted(store.get(TaskStore.adoptedKey()));
    // Without retries there are no timers to find open sagas by, so all are looked at.
    this.adoptFrom = retries && adopted ? null : SagaStore.FIRST;
  }

  SagaState get(UUID transferId) {
    return sagas.get(transferId);
  }

  /** Follows a start in the log, and tells the floor that holds for it. */
  long floorAfter(long appendMillis, UUID transferId) {
    floor = floor.after(appendMillis, transferId, window);
    return floor.floorMillis();
  }

  /** Keeps the floor for ever: something was decided by it. */
  void keepFloor() {
    if (!floor.equals(stored)) {
      store.put(TaskStore.floorKey(), TaskStore.floorValue(floor));
      stored = floor;
    }
  }

  /**
   * Stores what a saga became, and sets a timer unless one fires early enough. Only while the due
   * time of the state before lies ahead does one fire until then: afterwards it was taken, or the
   * saga was put off for long.
   */
  void put(SagaState before, SagaState.Remembered after, long nowMillis) {
    UUID id = after.transfer().id();
    sagas.put(after);
    parked.moved(id, before, after);
    open.moved(id, before, after, nowMillis);
    OptionalLong due = after.dueMillis();
    long timerMillis = before.dueMillis().orElse(Long.MIN_VALUE);
    boolean looksInTime =
        due.isPresent() && timerMillis > nowMillis && timerMillis <= due.getAsLong();
    if (due.isPresent() && !looksInTime) {
      setTimer(id, due.getAsLong());
    }
    Bytes key = SagaStore.key(id);
    if (key.compareTo(forgetFrom) < 0) {
      forgetFrom = key;
    }
  }

  /**
   * The sagas whose timers are due, at most {@code most}; the timers are gone. Without retries
   * those that an earlier run left are only taken away, due or not.
   */
  List<UUID> takeDue(long nowMillis, int most) {
    if (retries) {
      return timers.take(nowMillis, most);
    }
    if (!timers.take(Long.MAX_VALUE - 1, most).isEmpty()) {
      noteMissingTimers();
    }
    return List.of();
  }

  /** Looks at a saga again when it wants to be looked at. */
  void lookLater(UUID transferId, long dueMillis) {
    setTimer(transferId, dueMillis);
  }

  /** Without retries no saga wants to be looked at, and no timer would ever be deleted. */
  private void setTimer(UUID transferId, long dueMillis) {
    if (retries) {
      timers.set(transferId, dueMillis);
    } else {
      noteMissingTimers();
    }
  }

  /** So that a later run, with retries, adopts all sagas anew. */
  private void noteMissingTimers() {
    if (adopted) {
      store.put(TaskStore.adoptedKey(), TaskStore.adoptedValue(false));
      adopted = false;
    }
  }

  /**
   * Finds and counts what a former owner left open.
   *
   * @param most sagas at a time, at least 2
   */
  void count(long nowMillis, int most) {
    parked.check();
    if (adoptFrom == null && retries) {
      findOpen.goOn(nowMillis, most);
    }
  }

  /** How many sagas are open, as far as they are counted. */
  OpenFigures open(long nowMillis) {
    Map<String, Long> byState = new TreeMap<>(open.waiting());
    byState.put("Parked", parked.count());
    return new OpenFigures(byState, open.slow(nowMillis), open.areCounted() && parked.areCounted());
  }

  /**
   * Sets timers for sagas that an earlier version, or a run without retries, stored without them, a
   * bounded number at a time. Only when the last has its timer is that noted: whoever dies before
   * begins anew. A run without retries only counts what is open.
   */
  void adopt() {
    if (adoptFrom == null) {
      return;
    }
    Bytes last = null;
    int visited = 0;
    try (KeyValueIterator<Bytes, byte[]> range = sagas.range(adoptFrom, SagaStore.BEHIND_LAST)) {
      while (range.hasNext() && visited < MOST_VISITED) {
        KeyValue<Bytes, byte[]> entry = range.next();
        SagaState.Remembered saga = SagaStore.read(entry);
        if (retries) {
          saga.dueMillis().ifPresent(due -> setTimer(saga.transfer().id(), due));
        }
        if (saga instanceof Parked found) {
          parked.adopt(found);
        }
        if (!retries) {
          open.found(saga);
        }
        last = entry.key;
        visited++;
      }
    }
    adoptFrom = visited < MOST_VISITED ? null : last;
    if (adoptFrom == null && retries) {
      store.put(TaskStore.adoptedKey(), TaskStore.adoptedValue(true));
      adopted = true;
    } else if (adoptFrom == null) {
      open.foundAll();
    }
  }

  /**
   * Forgets ended sagas below the floor, a bounded number at a time. The store is ordered by age,
   * so only what has come below the floor since the last time is looked at.
   *
   * @return how many were forgotten
   */
  int forget() {
    Bytes end = SagaStore.key(CommandIds.lowest(floor.floorMillis()));
    if (adoptFrom != null || forgetFrom.compareTo(end) >= 0) {
      return 0;
    }
    List<Bytes> ended = new ArrayList<>();
    Bytes next = end;
    int visited = 0;
    try (KeyValueIterator<Bytes, byte[]> range = sagas.range(forgetFrom, end)) {
      while (range.hasNext()) {
        KeyValue<Bytes, byte[]> entry = range.next();
        if (visited == MOST_VISITED) {
          next = entry.key;
          break;
        }
        visited++;
        if (entry.key.compareTo(end) < 0 && !(SagaStore.read(entry) instanceof SagaState.Open)) {
          ended.add(entry.key);
        }
      }
    }
    if (!ended.isEmpty()) {
      keepFloor();
      ended.forEach(sagas::forget);
    }
    forgetFrom = next;
    return ended.size();
  }
}
