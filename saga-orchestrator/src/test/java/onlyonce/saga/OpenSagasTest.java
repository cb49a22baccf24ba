package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many sagas are open, as the task tells it, and as a later owner of its stores does. */
final class OpenSagasTest {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long NOW = DrivenSagas.NOW.toEpochMilli();
  private static final int MOST = 1_000;
  private static final CommandType STEP = CommandType.HOLD;

  private DrivenSagas sagas;

  @BeforeEach
  void begin(@TempDir Path folder) {
    sagas = new DrivenSagas(folder, 1);
    // The first look notes that every saga has its timer.
    sagas.advance(LOOK);
  }

  @AfterEach
  void close() {
    sagas.close();
  }

  @Test
  void open_followsEverySagaToItsEnd() {
    for (int number = 1; number <= 3; number++) {
      sagas.start(Sample.across(number));
    }
    sagas.start(Sample.within(4));
    assertOpen(figures(), Map.of("Holding", 3L));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(Sample.id(2), CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    assertOpen(figures(), Map.of("Holding", 1L, "Crediting", 1L));
    sagas.reply(CommandType.CREDIT, Outcome.ACCOUNT_CLOSED);
    sagas.reply(Sample.id(3), CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(Sample.id(3), CommandType.CREDIT, Outcome.APPLIED);
    assertOpen(figures(), Map.of("Releasing", 1L, "Settling", 1L));
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);
    sagas.reply(Sample.id(3), CommandType.SETTLE, Outcome.APPLIED);
    assertOpen(figures(), Map.of());
    assertThat(sagas.figures().started()).isEqualTo(3);
  }

  @Test
  void end_isToldOnceWithTheSagasAge() {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofMillis(1_500));
    sagas.reply(CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    sagas.reply(CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    sagas.start(DrivenSagas.TRANSFER);
    assertThat(sagas.ends()).containsExactly("Rejected 2700");
  }

  @Test
  void slow_isWhoeverWaitsForLong_untilItIsAnswered() {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.advance(Awaiting.SLOW_AFTER.minusMillis(1));
    assertThat(sagas.figures().slow()).isZero();
    sagas.advance(LOOK.plusMillis(1));
    assertThat(sagas.figures().slow()).isEqualTo(1);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(figures().slow()).isZero();
  }

  @Test
  void aLaterOwner_findsWhatWasOpenAndSeesItEnd() {
    openOneOfEach();
    Map<String, Long> before = figures().byState();
    assertOpen(
        figures(),
        Map.of("Holding", 1L, "Crediting", 1L, "Settling", 1L, "Releasing", 1L, "Parked", 1L));

    SagaMemory later = memory(RetryPolicy.DEFAULT, NOW + 60_000);
    assertThat(later.open(NOW + 60_000).uncountedTasks()).isEqualTo(1);
    count(later, NOW + 60_000);
    OpenFigures found = later.open(NOW + 60_000);
    assertThat(found.byState()).isEqualTo(before);
    assertThat(found.slow()).isEqualTo(4);

    for (int number = 1; number <= 5; number++) {
      SagaState open = later.get(Sample.id(number));
      Ended end = new Rejected(Sample.across(number), Outcome.CANCELLED, Sample.version(STEP));
      later.put(open, end, NOW + 60_000);
    }
    assertOpen(later.open(NOW + 60_000), Map.of());
    assertThat(later.open(NOW + 60_000).slow()).isZero();
  }

  @Test
  void aLaterOwner_whoseSagasMoveBeforeTheyAreFound_countsEachOnce() {
    openOneOfEach();
    SagaMemory later = memory(RetryPolicy.DEFAULT, NOW);
    // One goes on, one ends, one is parked, and a parked one goes on.
    later.put(later.get(Sample.id(1)), crediting(1), NOW + 10);
    Ended end = new Rejected(Sample.across(2), Outcome.CANCELLED, Sample.version(STEP));
    later.put(later.get(Sample.id(2)), end, NOW + 10);
    Awaiting settling = (Awaiting) later.get(Sample.id(3));
    later.put(
        settling,
        new Parked(settling, Outcome.HOLD_NOT_FOUND, Sample.version(STEP), NOW + 10),
        NOW + 10);
    later.put(later.get(Sample.id(5)), crediting(5), NOW + 10);

    count(later, NOW + 20);
    assertOpen(later.open(NOW + 20), Map.of("Crediting", 2L, "Releasing", 1L, "Parked", 1L));
    assertThat(later.open(NOW + 20).slow()).isZero();
  }

  @Test
  void aLaterOwner_ofManySagas_looksAtSomeAtATime() {
    int many = 2_500;
    for (int number = 0; number < many; number++) {
      sagas.start(Sample.across(number));
    }
    SagaMemory later = memory(RetryPolicy.DEFAULT, NOW);
    later.count(NOW, MOST);
    assertThat(later.open(NOW).byState()).containsEntry("Holding", 1_000L);
    assertThat(later.open(NOW).uncountedTasks()).isEqualTo(1);
    count(later, NOW);
    assertOpen(later.open(NOW), Map.of("Holding", (long) many));
  }

  @Test
  void aLaterOwner_thatMissedDeletions_tellsOfNoSagaThatIsNotParked() {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.start(Sample.across(2));
    sagas.reply(CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    // It had been parked, and that it no more is was deleted while the owner was away.
    Bytes ended = TaskStore.parkedKey(DrivenSagas.TRANSFER.id());
    sagas.store(TaskStore.NAME).put(ended, TaskStore.parkedValue());
    // An earlier version kept slow ones, too.
    Bytes slow = TaskStore.parkedKey(Sample.id(2));
    sagas.store(TaskStore.NAME).put(slow, new byte[] {2});

    SagaMemory later = memory(RetryPolicy.DEFAULT, NOW);
    count(later, NOW);
    assertOpen(later.open(NOW), Map.of("Holding", 1L));
    assertThat(sagas.store(TaskStore.NAME).get(ended)).isNull();
    assertThat(sagas.store(TaskStore.NAME).get(slow)).isNull();
  }

  @Test
  void parked_moreThanOneLookChecks_areAllCounted() {
    int many = 2_500;
    for (int number = 0; number < many; number++) {
      sagas.start(Sample.across(number));
      sagas.reply(Sample.id(number), CommandType.HOLD, Outcome.HOLD_EXISTS);
    }
    SagaMemory later = memory(RetryPolicy.DEFAULT, NOW);
    later.count(NOW, MOST);
    assertThat(later.open(NOW).byState()).containsEntry("Parked", 1_000L);
    later.count(NOW, MOST);
    later.count(NOW, MOST);
    assertOpen(later.open(NOW), Map.of("Parked", (long) many));
  }

  @Test
  void tooManyToRemember_areForgottenUntilThereAreFewer() {
    OpenSagas open = new OpenSagas(NOW, 10);
    for (int number = 0; number < 11; number++) {
      open.found(crediting(number));
    }
    assertThat(open.waiting()).containsEntry("Crediting", 11L);
    assertThat(open.beginAnew(NOW)).isTrue();
    assertThat(open.waiting()).containsEntry("Crediting", 0L);
    assertThat(open.areCounted()).isFalse();

    open.moved(Sample.id(1), crediting(1), new Posted(Sample.across(1)), NOW);
    open.found(crediting(2));
    assertThat(open.beginAnew(NOW)).isFalse();
    open.foundAll();
    assertThat(open.waiting()).containsEntry("Crediting", 1L);
  }

  @Test
  void withoutRetries_openSagasAreFoundAndTimersOfAnEarlierRunAreTakenAway() {
    openOneOfEach();
    assertThat(timers()).isNotEmpty();
    SagaMemory never = memory(RetryPolicy.NEVER, NOW);
    never.adopt();
    never.count(NOW, MOST);
    assertThat(never.takeDue(NOW, MOST)).isEmpty();
    assertThat(never.open(NOW).byState()).containsEntry("Holding", 1L).containsEntry("Parked", 1L);
    assertThat(never.open(NOW).uncountedTasks()).isZero();
    assertThat(timers()).isEmpty();

    SagaMemory again = memory(RetryPolicy.DEFAULT, NOW);
    again.adopt();
    assertThat(timers()).hasSize(4);
    assertThat(again.takeDue(NOW + 6_000, MOST)).hasSize(4);
  }

  @Test
  void sagas_begunWithoutRetries_areAdoptedByALaterRunWithThem() {
    SagaMemory never = memory(RetryPolicy.NEVER, NOW);
    never.put(new NotStarted(), crediting(1), NOW);
    assertThat(timers()).isEmpty();
    SagaMemory again = memory(RetryPolicy.DEFAULT, NOW);
    again.adopt();
    assertThat(timers()).hasSize(1);
  }

  /** Sagas 1 to 5, the last of them parked. */
  private void openOneOfEach() {
    for (int number = 1; number <= 5; number++) {
      sagas.start(Sample.across(number));
      if (number > 1) {
        sagas.reply(
            Sample.id(number),
            CommandType.HOLD,
            number == 5 ? Outcome.HOLD_EXISTS : Outcome.APPLIED);
      }
    }
    sagas.reply(Sample.id(3), CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(Sample.id(4), CommandType.CREDIT, Outcome.ACCOUNT_CLOSED);
    sagas.advance(LOOK);
  }

  private static Crediting crediting(int number) {
    return new Crediting(Sample.across(number), new Schedule(1, NOW, NOW + 4_000));
  }

  private OpenFigures figures() {
    sagas.advance(LOOK);
    return sagas.figures().open();
  }

  /** The numbers, without those that are zero; and they are final. */
  private static void assertOpen(OpenFigures figures, Map<String, Long> expected) {
    assertThat(figures.uncountedTasks()).isZero();
    assertThat(figures.byState()).hasSize(5).containsAllEntriesOf(expected);
    assertThat(figures.byState().values().stream().mapToLong(count -> count).sum())
        .isEqualTo(expected.values().stream().mapToLong(count -> count).sum());
  }

  private static void count(SagaMemory memory, long nowMillis) {
    for (int i = 0; i < 10 && memory.open(nowMillis).uncountedTasks() > 0; i++) {
      memory.count(nowMillis, MOST);
    }
  }

  /** The task's memory as a later owner of its stores begins. */
  private SagaMemory memory(RetryPolicy retries, long nowMillis) {
    return new SagaMemory(
        new SagaStore(sagas.store(SagaStore.NAME)),
        sagas.store(TaskStore.NAME),
        new SagaSettings.Log("test", Sample.SIX, Duration.ofHours(24), retries),
        nowMillis);
  }

  private List<Bytes> timers() {
    List<Bytes> timers = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range =
        sagas
            .store(TaskStore.NAME)
            .range(TaskStore.timersFrom(0), TaskStore.timersFrom(Long.MAX_VALUE))) {
      range.forEachRemaining(timer -> timers.add(timer.key));
    }
    return timers;
  }
}
