package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long sagas are remembered, and what persons ask of them, in the topology. */
final class SagaMemoryTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final UUID ID = DrivenSagas.TRANSFER.id();

  private DrivenSagas sagas;

  @BeforeEach
  void begin(@TempDir Path folder) {
    sagas = new DrivenSagas(folder, 1);
  }

  @AfterEach
  void close() {
    sagas.close();
  }

  @Test
  void ended_belowTheFloor_isForgottenAndALateStartIsADeadLetter() throws UnreadableException {
    complete();
    assertThat(stored()).isTrue();
    moveTheFloorBehind(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofMillis(200));
    assertThat(stored()).isFalse();
    assertThat(sagas.figures().forgotten()).isEqualTo(1);
    sagas.commands.readRecordsToList();
    sagas.results.readRecordsToList();

    sagas.start(DrivenSagas.TRANSFER);
    sagas.assertDeadLetter(DeadLetterReason.EXPIRED, Topic.TRANSFERS, 2);
    assertThat(sagas.commands.isEmpty()).isTrue();
    assertThat(sagas.results.isEmpty()).isTrue();
    assertThat(sagas.store(TaskStore.NAME).get(TaskStore.floorKey())).isNotNull();
  }

  @Test
  void open_belowTheFloor_isKeptUntilItEnds() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    moveTheFloorBehind(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofMillis(200));
    sagas.advance(Duration.ofMillis(200));
    assertThat(stored()).isTrue();

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
    sagas.advance(Duration.ofMillis(200));
    assertThat(stored()).isFalse();
  }

  @Test
  void ended_aboveTheFloor_isKept() throws UnreadableException {
    complete();
    // A client's clock alone moves nothing.
    sagas.start(later(2, DAY.multipliedBy(3)));
    // Nor does a broker's.
    sagas.startAt(Sample.across(3), DrivenSagas.NOW.plus(DAY.multipliedBy(3)));
    sagas.advance(DAY.multipliedBy(2));
    assertThat(stored()).isTrue();
    assertThat(sagas.figures().forgotten()).isZero();
  }

  @Test
  void adoption_aStartRefusedInTheMiddleAndACrash_stillReachesEverySaga() {
    int many = 1_500;
    byte[] old = OldSagas.every().get("Crediting");
    for (int number = 0; number < many; number++) {
      sagas.store(SagaStore.NAME).put(SagaStore.key(Sample.id(number)), old);
    }
    SagaMemory memory = open();
    memory.adopt();
    memory.floorAfter(DrivenSagas.NOW.toEpochMilli(), ID);
    memory.keepFloor();
    assertThat(sagas.store(TaskStore.NAME).get(TaskStore.floorKey())).isNotNull();

    SagaMemory reopened = open();
    reopened.adopt();
    reopened.adopt();
    assertThat(reopened.takeDue(DrivenSagas.NOW.toEpochMilli(), many)).hasSize(many);
    open().adopt();
    assertThat(reopened.takeDue(DrivenSagas.NOW.toEpochMilli(), many)).isEmpty();
  }

  @Test
  void resume_afterACreditThatWasNotJudged_goesByTheDestinationsBooks() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.EXPIRED);
    sagas.sent();
    sagas.ask(new SagaRequest.Resume(ID, Optional.empty()));
    sagas.ask(resume(new DestinationReading.NotCredited(new Version(2, 21))));
    assertThat(sagas.sent()).isEmpty();
    assertThat(sagas.figures().ignored())
        .containsEntry("reading-needed", 1L)
        .containsEntry("stale-reading", 1L);

    sagas.ask(resume(new DestinationReading.NotCredited(new Version(2, 22))));
    assertThat(sagas.sent()).containsExactly("Release 1");
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);
    sagas.assertEnd(End.EXPIRED, Outcome.EXPIRED, new Version(1, 44));
    assertThat(sagas.deadLetters.isEmpty()).isTrue();
  }

  @Test
  void compensate_beforeTheCredit_turnsBack() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.ask(new SagaRequest.Compensate(ID));
    assertThat(sagas.sent()).containsExactly("Hold 1", "Release 1");
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);
    sagas.assertEnd(End.COMPENSATED, Outcome.CANCELLED, new Version(1, 44));
  }

  @Test
  void compensate_afterTheCredit_changesNothing() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.ask(new SagaRequest.Compensate(ID));
    assertThat(sagas.sent()).containsExactly("Hold 1", "Credit 1");
    assertThat(sagas.figures().ignored()).containsEntry("credit-sent", 1L);
  }

  /** The task's memory as a restart finds it. */
  private SagaMemory open() {
    return new SagaMemory(
        new SagaStore(sagas.store(SagaStore.NAME)),
        sagas.store(TaskStore.NAME),
        new SagaSettings.Log("test", Sample.SIX, DAY, RetryPolicy.DEFAULT),
        DrivenSagas.NOW.toEpochMilli());
  }

  private static SagaRequest resume(DestinationReading reading) {
    return new SagaRequest.Resume(ID, Optional.of(reading));
  }

  private boolean stored() {
    return sagas.store(SagaStore.NAME).get(SagaStore.key(ID)) != null;
  }

  /** Both clocks, a broker's and a client's, reach more than a day further. */
  private void moveTheFloorBehind(Transfer transfer) {
    Duration further = DAY.plusSeconds(5);
    Instant appended = CommandIds.time(transfer.id()).plus(further);
    sagas.startAt(later(2, further), appended);
  }

  private static Transfer later(int number, Duration further) {
    Transfer sample = Sample.across(number);
    UUID id = CommandIds.lowest(Sample.TIME_MILLIS + further.toMillis());
    return new Transfer(id, sample.from(), sample.to(), sample.amount(), sample.currency());
  }

  private void complete() {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
  }
}
