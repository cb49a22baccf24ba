package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that no saga can read: none stops the stream, each becomes a dead letter. */
final class UnreadableRecordsTest {
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
  void record_garbageOnBothTopics_isADeadLetterWithItsBytes() throws UnreadableException {
    byte[] garbage = "{\"amount\":".getBytes(UTF_8);
    Headers foreign = new RecordHeaders().add("mine", new byte[] {1});
    sagas.transfers.pipeInput(new TestRecord<>(new byte[] {9}, garbage, foreign));
    TestRecord<byte[], byte[]> letter =
        sagas.assertDeadLetter(DeadLetterReason.MISSING_HEADER, Topic.TRANSFERS, 0);
    assertThat(letter.key()).isEqualTo(new byte[] {9});
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(letter.headers().lastHeader("mine").value()).isEqualTo(new byte[] {1});

    sagas.transfers.pipeInput(new TestRecord<>(null, null, new RecordHeaders()));
    sagas.assertDeadLetter(DeadLetterReason.MISSING_HEADER, Topic.TRANSFERS, 1);

    UUID id = Sample.id(5);
    sagas.transfers.pipeInput(DrivenSagas.recordOf(id, TransferCodec.EVENT_TYPE, garbage));
    sagas.assertDeadLetter(DeadLetterReason.BAD_JSON, Topic.TRANSFERS, 2);
    sagas.outcomes.pipeInput(DrivenSagas.recordOf(id, CommandOutcomeCodec.EVENT_TYPE, garbage));
    sagas.assertDeadLetter(DeadLetterReason.BAD_JSON, Topic.LEDGER_OUTCOMES, 0);
    sagas.outcomes.pipeInput(DrivenSagas.recordOf(id, TransferCodec.EVENT_TYPE, garbage));
    sagas.assertDeadLetter(DeadLetterReason.UNKNOWN_TYPE, Topic.LEDGER_OUTCOMES, 1);
    String overflowing =
        """
        {"command_id":"%s","command":"Hold","outcome":"Applied","partition":99999999999,"version":1}"""
            .formatted(id);
    sagas.outcomes.pipeInput(
        DrivenSagas.recordOf(id, CommandOutcomeCodec.EVENT_TYPE, overflowing.getBytes(UTF_8)));
    sagas.assertDeadLetter(DeadLetterReason.BAD_VALUE, Topic.LEDGER_OUTCOMES, 2);

    sagas.start(DrivenSagas.TRANSFER);
    sagas.onlyCommand(CommandType.HOLD);
  }

  @Test
  void record_ofAMegabyte_isADeadLetterThatABrokerTakes() throws UnreadableException {
    byte[] huge = new byte[1_040_000];
    sagas.transfers.pipeInput(DrivenSagas.recordOf(Sample.id(6), TransferCodec.EVENT_TYPE, huge));

    TestRecord<byte[], byte[]> letter =
        sagas.assertDeadLetter(DeadLetterReason.BAD_JSON, Topic.TRANSFERS, 0);
    assertThat(letter.value()).isNull();
    assertThat(DeadLetter.read(letter.headers()).detail()).contains("left out");
  }

  @Test
  void record_underAnotherKey_isWrongPartition() throws UnreadableException {
    TestRecord<byte[], byte[]> misplaced =
        DrivenSagas.recordOf(
            DrivenSagas.TRANSFER.id(),
            TransferCodec.EVENT_TYPE,
            TransferCodec.encode(DrivenSagas.TRANSFER));
    sagas.transfers.pipeInput(
        new TestRecord<>("other".getBytes(UTF_8), misplaced.value(), misplaced.headers()));

    sagas.assertDeadLetter(DeadLetterReason.WRONG_PARTITION, Topic.TRANSFERS, 0);
    assertThat(sagas.commands.isEmpty()).isTrue();
  }

  @Test
  void record_inAnotherPartitionThanItsKeys_isWrongPartition(@TempDir Path folder)
      throws UnreadableException {
    sagas.close();
    sagas = new DrivenSagas(folder, 6);
    int number = 0;
    while (Partitioning.ofKey(Sample.id(number).toString(), 6) == 0) {
      number++;
    }
    sagas.start(Sample.across(number));

    sagas.assertDeadLetter(DeadLetterReason.WRONG_PARTITION, Topic.TRANSFERS, 0);
  }

  @Test
  void outcome_ofOpen_isNoSagas() {
    UUID id = Sample.id(8);
    CommandOutcome open =
        new CommandOutcome(
            id, CommandType.OPEN, Optional.empty(), Outcome.APPLIED, new Version(0, 1));
    sagas.outcomes.pipeInput(
        DrivenSagas.recordOf(id, CommandOutcomeCodec.EVENT_TYPE, CommandOutcomeCodec.encode(open)));

    assertThat(sagas.deadLetters.isEmpty()).isTrue();
    assertThat(sagas.commands.isEmpty()).isTrue();
    assertThat(sagas.figures().ignored()).isEmpty();
  }
}
