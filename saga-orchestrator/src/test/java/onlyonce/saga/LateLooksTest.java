package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers of a task that has just begun, is behind, or never retries. */
final class LateLooksTest {
  private DrivenSagas sagas;

  @BeforeEach
  void open(@TempDir Path folder) {
    sagas = new DrivenSagas(folder, 1);
  }

  @AfterEach
  void close() {
    sagas.close();
  }

  @Test
  void deadline_passedBeforeARestart_waitsForTheAnswerThatLiesUnread() throws UnreadableException {
    storeOverdueHold();
    sagas.advance(Duration.ofMillis(200));
    sagas.advance(Duration.ofSeconds(2));
    assertThat(sagas.sent()).isEmpty();

    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.sent()).containsExactly("Credit 1");
  }

  @Test
  void deadline_passedBeforeARestartAndNothingLiesUnread_turnsBack() throws UnreadableException {
    storeOverdueHold();
    for (int second = 0; second < 7; second++) {
      sagas.advance(Duration.ofSeconds(1));
    }
    assertThat(sagas.sent()).containsExactly("Release 1");
  }

  @Test
  void deadline_passedAndANewerAnswerRead_turnsBack() throws UnreadableException {
    storeOverdueHold();
    sagas.advance(Duration.ofMillis(200));
    assertThat(sagas.sent()).isEmpty();
    sagas.reply(Sample.across(2).id(), CommandType.HOLD, Outcome.APPLIED);
    sagas.advance(Duration.ofSeconds(1));
    assertThat(sagas.sent()).containsExactly("Release 1");
  }

  @Test
  void step_answeredAfterItWasPutOffForLong_hasTheNextStepLookedAtInTime()
      throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    for (int second = 0; second < 40; second++) {
      sagas.advance(Duration.ofSeconds(1));
      readWhatIsOld();
    }
    assertThat(sagas.sent()).startsWith("Hold 1", "Credit 1").doesNotContain("Settle 1");
    assertThat(sagas.figures().queued()).isPositive();

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    for (int second = 0; second < 12; second++) {
      sagas.advance(Duration.ofSeconds(1));
    }
    assertThat(sagas.sent()).startsWith("Settle 1", "Settle 2");
  }

  @Test
  void timers_ofEndedSagas_areAllTakenThoughTheTaskIsBehind() {
    sagas.start(DrivenSagas.TRANSFER);
    for (int number = 2; number < 300; number++) {
      sagas.start(Sample.across(number));
      sagas.reply(Sample.across(number).id(), CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    }
    sagas.advance(Duration.ofMillis(2_400));
    readWhatIsOld();
    assertThat(timers()).isEqualTo(299);
    sagas.advance(Duration.ofMillis(2_700));
    assertThat(timers()).isEqualTo(1);
  }

  @Test
  void sagas_thatAreNeverRetried_leaveNoTimers(@TempDir Path folder) throws UnreadableException {
    sagas.close();
    sagas = new DrivenSagas(folder, 1, RetryPolicy.NEVER);
    Bytes old = SagaStore.key(Sample.id(2));
    sagas.store(SagaStore.NAME).put(old, OldSagas.every().get("Crediting"));
    sagas.start(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofHours(1));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.advance(Duration.ofHours(1));
    assertThat(sagas.sent()).containsExactly("Hold 1", "Credit 1");
    assertThat(timers()).isZero();

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
    assertThat(timers()).isZero();
  }

  /** A start that changes nothing, and was appended long ago. */
  private void readWhatIsOld() {
    sagas.start(DrivenSagas.TRANSFER);
  }

  private void storeOverdueHold() {
    long now = DrivenSagas.NOW.toEpochMilli();
    Holding overdue =
        new Holding(
            DrivenSagas.TRANSFER,
            new Schedule(3, now - 60_000, now - 1_000),
            OptionalLong.of(now - 1_000));
    sagas
        .store(SagaStore.NAME)
        .put(SagaStore.key(overdue.transfer().id()), SagaStateCodec.encode(overdue));
  }

  private int timers() {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> range =
        sagas
            .store(TaskStore.NAME)
            .range(TaskStore.timersFrom(0), TaskStore.timersFrom(Long.MAX_VALUE))) {
      while (range.hasNext()) {
        range.next();
        count++;
      }
    }
    return count;
  }
}
