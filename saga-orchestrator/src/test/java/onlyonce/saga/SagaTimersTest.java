package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What time does to sagas in the topology. */
final class SagaTimersTest {
  private static final Duration PAUSE = RetryPolicy.DEFAULT.firstPause();

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
  void step_notAnswered_isSentAgainToTheByteAsItsNextAttempt() {
    sagas.start(DrivenSagas.TRANSFER);
    TestRecord<byte[], byte[]> first = sagas.commands.readRecord();
    sagas.advance(Duration.ofSeconds(1));
    assertThat(sagas.commands.isEmpty()).isTrue();

    sagas.advance(PAUSE);
    TestRecord<byte[], byte[]> second = sagas.commands.readRecord();
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(second.headers().lastHeader("ce_id").value())
        .isEqualTo(first.headers().lastHeader("ce_id").value());
    assertThat(second.headers().lastHeader("onlyonce_attempt").value()).isEqualTo(new byte[] {'2'});
    assertThat(sagas.figures().retried()).containsEntry("Holding", 1L);
    assertThat(sagas.figures().slow()).isEqualTo(1);
  }

  @Test
  void hold_notAnsweredUntilItsDeadline_isReleasedAndCompensated() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    for (int second = 0; second < 60; second++) {
      sagas.advance(Duration.ofSeconds(1));
    }
    List<String> sent = sagas.sent();
    assertThat(sent).startsWith("Hold 1", "Hold 2", "Hold 3").endsWith("Release 1");
    assertThat(sent).filteredOn("Release 1"::equals).hasSize(1);

    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.sent()).isEmpty();
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);
    sagas.assertEnd(End.COMPENSATED, Outcome.DEADLINE_PASSED, new Version(1, 44));
    assertThat(sagas.figures().slow()).isZero();
  }

  @Test
  void credit_notAnsweredForHours_isOnlySentAgain() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    for (int hour = 0; hour < 30; hour++) {
      sagas.advance(Duration.ofHours(1));
    }
    List<String> sent = sagas.sent();
    assertThat(sent).hasSize(32).startsWith("Hold 1", "Credit 1", "Credit 2").endsWith("Credit 31");

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
  }

  @Test
  void step_queuedInABusyLedgerPartition_isWaitedForAndSentAgainOnlyAfterSilence()
      throws UnreadableException {
    int busy = Sample.version(CommandType.HOLD).partition();
    int number = 2;
    while (Sample.SIX.of(Sample.across(number).from()) != busy) {
      number++;
    }
    sagas.start(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofSeconds(1));
    sagas.start(Sample.across(number));
    sagas.advance(Duration.ofSeconds(1));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.sent()).containsExactly("Hold 1", "Hold 1", "Credit 1");

    sagas.advance(Duration.ofSeconds(4));
    assertThat(sagas.sent()).doesNotContain("Hold 2");
    assertThat(sagas.figures().queued()).isPositive();
    sagas.advance(Duration.ofSeconds(11));
    assertThat(sagas.sent()).contains("Hold 2");
  }

  @Test
  void saga_answeredInTime_costsOneTimerAndLeavesNone() throws UnreadableException {
    sagas.advance(Duration.ofSeconds(1));
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    assertThat(timers()).hasSize(1);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    assertThat(timers()).hasSize(1);
    sagas.sent();

    sagas.advance(PAUSE);
    assertThat(timers()).isEmpty();
    assertThat(sagas.commands.isEmpty()).isTrue();
    assertThat(sagas.figures().ignored()).isEmpty();
  }

  @Test
  void saga_thatWentOnMeanwhile_isLookedAtLater() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.advance(Duration.ofSeconds(2));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.sent()).containsExactly("Hold 1", "Credit 1");

    long pause = RetryPolicy.DEFAULT.pauseMillis(DrivenSagas.TRANSFER.id(), 1);
    sagas.advance(Duration.ofMillis(pause - 1_000));
    assertThat(sagas.sent()).isEmpty();
    assertThat(timers()).hasSize(1);
    sagas.advance(Duration.ofMillis(1_200));
    assertThat(sagas.sent()).containsExactly("Credit 2");
  }

  @Test
  void timers_moreThanOneLookServes_areServedByTheNext() throws UnreadableException {
    int many = 1_500;
    for (int number = 0; number < many; number++) {
      sagas.start(Sample.across(number));
    }
    assertThat(sagas.sent()).hasSize(many);

    sagas.advance(PAUSE.plusSeconds(1));
    assertThat(sagas.sent()).hasSize(1_000).containsOnly("Hold 2");
    assertThat(sagas.figures().slow()).isEqualTo(many);
    sagas.advance(Duration.ofMillis(200));
    assertThat(sagas.sent()).hasSize(500).containsOnly("Hold 2");
    assertThat(timers()).hasSize(many);
  }

  @Test
  void sagas_ofAnEarlierVersion_getTheirTimersAndAreCounted() throws UnreadableException {
    OldSagas.every()
        .forEach(
            (name, old) -> {
              if (name.equals("Crediting")) {
                sagas.store(SagaStore.NAME).put(SagaStore.key(DrivenSagas.TRANSFER.id()), old);
              }
            });
    sagas.advance(Duration.ofSeconds(1));
    assertThat(sagas.sent()).containsExactly("Credit 2");
    assertThat(timers()).hasSize(1);

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.HOLD_ALREADY_SETTLED);
    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
  }

  @Test
  void parked_ofAnEarlierVersion_isCountedAndMovesOn() {
    Bytes key = SagaStore.key(DrivenSagas.TRANSFER.id());
    sagas.store(SagaStore.NAME).put(key, OldSagas.every().get("ParkedCredit"));
    sagas.advance(Duration.ofSeconds(1));
    assertThat(sagas.figures().parked()).isEqualTo(1);
    assertThat(timers()).isEmpty();

    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.advance(Duration.ofMillis(200));
    assertThat(sagas.figures().parked()).isZero();
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
