package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers through the topology, from their start to their result. */
final class SagaTopologyTest {
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
  void transfer_everyStepApplied_completes() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    assertThat(sagas.onlyCommand(CommandType.HOLD))
        .isEqualTo(
            new Command.Hold(
                DrivenSagas.TRANSFER.id(),
                DrivenSagas.TRANSFER.from(),
                DrivenSagas.TRANSFER.amount(),
                DrivenSagas.TRANSFER.currency()));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.onlyCommand(CommandType.CREDIT))
        .isEqualTo(
            new Command.Credit(
                DrivenSagas.TRANSFER.id(),
                DrivenSagas.TRANSFER.to(),
                DrivenSagas.TRANSFER.amount(),
                DrivenSagas.TRANSFER.currency()));
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    assertThat(sagas.onlyCommand(CommandType.SETTLE))
        .isEqualTo(new Command.Settle(DrivenSagas.TRANSFER.id(), DrivenSagas.TRANSFER.from()));
    assertThat(sagas.results.isEmpty()).isTrue();
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);

    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
    assertThat(sagas.figures().entered())
        .containsOnlyKeys("Holding", "Crediting", "Settling", "Completed");
  }

  @Test
  void transfer_doubledAndReorderedAnswers_completesOnce() throws UnreadableException {
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.start(DrivenSagas.TRANSFER);
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.onlyCommand(CommandType.HOLD);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);
    sagas.onlyCommand(CommandType.CREDIT);
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.ACCOUNT_CLOSED);
    sagas.onlyCommand(CommandType.SETTLE);
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);

    sagas.assertEnd(End.COMPLETED, null, new Version(1, 33), new Version(2, 22));
    assertThat(sagas.commands.isEmpty()).isTrue();
    assertThat(sagas.figures().ignored())
        .isEqualTo(Map.of("no-saga", 1L, "repeated-start", 1L, "other-step", 5L, "after-end", 1L));
  }

  @Test
  void transfer_startedAgainAfterItsEnd_isAnsweredWithTheSameBytes() throws UnreadableException {
    complete();
    byte[] first = sagas.results.readRecord().value();
    sagas.start(DrivenSagas.TRANSFER);

    assertThat(sagas.results.readRecord().value()).isEqualTo(first);
    assertThat(sagas.commands.isEmpty()).isTrue();
  }

  @Test
  void transfer_refusedAtTheSource_isRejected() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.onlyCommand(CommandType.HOLD);
    sagas.reply(CommandType.HOLD, Outcome.INSUFFICIENT_FUNDS);

    sagas.assertEnd(End.REJECTED, Outcome.INSUFFICIENT_FUNDS, new Version(1, 11));
    assertThat(sagas.commands.isEmpty()).isTrue();
  }

  @Test
  void transfer_refusedAtTheDestination_isCompensated() throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.commands.readRecordsToList();
    sagas.reply(CommandType.CREDIT, Outcome.ACCOUNT_CLOSED);
    assertThat(sagas.onlyCommand(CommandType.RELEASE))
        .isEqualTo(new Command.Release(DrivenSagas.TRANSFER.id(), DrivenSagas.TRANSFER.from()));
    sagas.reply(CommandType.RELEASE, Outcome.APPLIED);

    sagas.assertEnd(
        End.COMPENSATED, Outcome.ACCOUNT_CLOSED, new Version(1, 44), new Version(2, 22));
  }

  @Test
  void transfer_olderThanHalfTheWindow_expiresWithoutACommand() throws UnreadableException {
    sagas.advance(Duration.ofHours(12));
    sagas.start(DrivenSagas.TRANSFER);

    sagas.assertEnd(End.EXPIRED, Outcome.EXPIRED);
    assertThat(sagas.commands.isEmpty()).isTrue();
  }

  @Test
  void transfer_heldButOlderThanHalfTheWindow_isReleasedAndExpires(@TempDir Path folder)
      throws UnreadableException {
    sagas.close();
    Duration longer = Duration.ofHours(30);
    sagas = new DrivenSagas(folder, 1, new RetryPolicy(longer, longer, longer));
    sagas.start(DrivenSagas.TRANSFER);
    sagas.onlyCommand(CommandType.HOLD);
    sagas.advance(Duration.ofHours(12));
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.onlyCommand(CommandType.RELEASE);
    sagas.reply(CommandType.RELEASE, Outcome.HOLD_ALREADY_RELEASED);

    sagas.assertEnd(End.EXPIRED, Outcome.EXPIRED, new Version(1, 44));
  }

  @Test
  void transfer_withinOneLedgerPartition_isPostedUnderItsOwnIdAndAgain()
      throws UnreadableException {
    Transfer within = Sample.within(2);
    sagas.start(within);
    sagas.start(within);

    List<TestRecord<byte[], byte[]>> posts = sagas.commands.readRecordsToList();
    assertThat(posts).hasSize(2);
    for (TestRecord<byte[], byte[]> post : posts) {
      assertThat(Event.read(post.headers()).id()).isEqualTo(within.id());
      assertThat(Event.read(post.headers()).type()).isEqualTo("onlyonce.Post");
      assertThat(post.value()).isEqualTo(CommandCodec.encode(within.asPost()));
      assertThat(new String(post.key(), UTF_8)).isEqualTo(within.from().value());
    }
  }

  @Test
  void transfer_sameIdWithAnotherPayload_isADeadLetterAndTheSagaGoesOn()
      throws UnreadableException {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.start(Sample.withAmount(DrivenSagas.TRANSFER, 7));

    sagas.assertDeadLetter(DeadLetterReason.CONFLICTS_WITH_EARLIER, Topic.TRANSFERS, 1);
    sagas.onlyCommand(CommandType.HOLD);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.onlyCommand(CommandType.CREDIT);
  }

  private void complete() {
    sagas.start(DrivenSagas.TRANSFER);
    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    sagas.reply(CommandType.CREDIT, Outcome.APPLIED);
    sagas.reply(CommandType.SETTLE, Outcome.APPLIED);
    sagas.commands.readRecordsToList();
  }
}
