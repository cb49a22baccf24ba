package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.cli.DeadLetterSample.ID;
import static onlyonce.cli.DeadLetterSample.SIX;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Partitioning;
import onlyonce.producer.Routing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class RedriveTest {
  private static final Routing ROUTING = new Routing(SIX, 6, "/test");
  private static final AccountId ALICE = DeadLetterSample.account(1);
  private static final AccountId NEIGHBOUR = DeadLetterSample.inPartitionOf(ALICE);
  private static final AccountId STRANGER = DeadLetterSample.elsewhereThan(ALICE);
  private static final CurrencyCode EUR = new CurrencyCode("EUR");

  @Test
  void of_post_goesToItsAccountsPartition() {
    byte[] payload = CommandCodec.encode(DeadLetterSample.post(ALICE, NEIGHBOUR));

    ProducerRecord<byte[], byte[]> again =
        again(DeadLetterReason.WRONG_PARTITION, "onlyonce.Post", payload);

    assertThat(again.topic()).isEqualTo("ledger-commands");
    assertThat(again.partition()).isEqualTo(SIX.of(ALICE));
    assertThat(new String(again.key(), UTF_8)).isEqualTo(ALICE.value());
    assertThat(again.value()).isSameAs(payload);
    assertThat(headers(again))
        .containsEntry("ce_id", ID.toString())
        .containsEntry("ce_type", "onlyonce.Post")
        .containsEntry("ce_source", "/test")
        .containsEntry("traceparent", "00-1-2-01")
        .noneSatisfy((name, _) -> assertThat(name).startsWith("dead_letter"));
  }

  @Test
  void of_postBetweenPartitions_goesToTheSagas() {
    byte[] payload = CommandCodec.encode(DeadLetterSample.post(ALICE, STRANGER));

    ProducerRecord<byte[], byte[]> again =
        again(DeadLetterReason.WRONG_PARTITION, "onlyonce.Post", payload);

    assertThat(again.topic()).isEqualTo("transfers");
    assertThat(again.partition()).isEqualTo(Partitioning.ofKey(ID.toString(), 6));
    assertThat(new String(again.key(), UTF_8)).isEqualTo(ID.toString());
    assertThat(again.value()).isSameAs(payload);
    assertThat(headers(again)).containsEntry("ce_type", "onlyonce.Transfer");
  }

  @Test
  void of_transfer_goesWhereItsAccountsAskFor() {
    byte[] cross = CommandCodec.encode(DeadLetterSample.post(ALICE, STRANGER));
    byte[] within = CommandCodec.encode(DeadLetterSample.post(ALICE, NEIGHBOUR));

    ProducerRecord<byte[], byte[]> saga =
        again(DeadLetterReason.UNKNOWN_TYPE, "onlyonce.Transfer", cross);
    ProducerRecord<byte[], byte[]> direct =
        again(DeadLetterReason.UNKNOWN_TYPE, "onlyonce.Transfer", within);

    assertThat(saga.topic()).isEqualTo("transfers");
    assertThat(headers(saga)).containsEntry("ce_type", "onlyonce.Transfer");
    assertThat(direct.topic()).isEqualTo("ledger-commands");
    assertThat(headers(direct)).containsEntry("ce_type", "onlyonce.Post");
  }

  @Test
  void of_sagaSteps_areRefused() {
    Amount five = new Amount(5);
    List<Command> steps =
        List.of(
            new Command.Hold(ID, ALICE, five, EUR),
            new Command.Credit(ID, ALICE, five, EUR),
            new Command.Settle(ID, ALICE),
            new Command.Release(ID, ALICE));
    for (Command step : steps) {
      assertThat(refused(DeadLetterReason.WRONG_PARTITION, step))
          .contains("saga of transfer " + ID, "which alone may repeat it");
    }
  }

  @Test
  void of_otherCommands_areRefused() {
    assertThat(refused(DeadLetterReason.WRONG_PARTITION, new Command.Open(ALICE, EUR, 5, false)))
        .contains("an Open of account acct-1", "only transfers and Posts");
    assertThat(refused(DeadLetterReason.WRONG_PARTITION, new Command.Close(ALICE)))
        .contains("Close");
  }

  @ParameterizedTest
  @EnumSource(
      value = DeadLetterReason.class,
      names = {"CONFLICTS_WITH_EARLIER", "EXPIRED"})
  void of_judgedOnes_areRefused(DeadLetterReason reason) {
    assertThat(refused(reason, DeadLetterSample.post(ALICE, NEIGHBOUR))).contains("its id");
  }

  @ParameterizedTest
  @EnumSource(
      value = DeadLetterReason.class,
      mode = Mode.EXCLUDE,
      names = {"CONFLICTS_WITH_EARLIER", "EXPIRED"})
  void of_whatIsReadableNow_goesWhateverTheReasonWas(DeadLetterReason reason) {
    assertThat(
            again(
                    reason,
                    "onlyonce.Post",
                    CommandCodec.encode(DeadLetterSample.post(ALICE, NEIGHBOUR)))
                .topic())
        .isEqualTo("ledger-commands");
  }

  @Test
  void of_unreadable_isRefusedByName() {
    assertThat(refused(DeadLetterReason.BAD_JSON, "onlyonce.Post", "{".getBytes(UTF_8)))
        .startsWith("still unreadable: BadJson, ");
    assertThat(refused(DeadLetterReason.UNKNOWN_TYPE, "onlyonce.Teleport", "{}".getBytes(UTF_8)))
        .startsWith("still unreadable: UnknownType, ");
    FoundDeadLetter foreign =
        FoundDeadLetter.of(DeadLetterSample.kept("no headers".getBytes(UTF_8)));
    assertThat(Redrive.of(foreign, ROUTING))
        .isEqualTo(new Redrive.Refused("no dead letter: somebody else wrote it"));
  }

  private static String refused(DeadLetterReason reason, Command command) {
    return refused(reason, command.type().eventType(), CommandCodec.encode(command));
  }

  private static String refused(DeadLetterReason reason, String type, byte[] payload) {
    return switch (Redrive.of(DeadLetterSample.of(reason, type, payload), ROUTING)) {
      case Redrive.Refused refused -> refused.why();
      case Redrive.Again again -> throw new AssertionError(again.toString());
    };
  }

  private static ProducerRecord<byte[], byte[]> again(
      DeadLetterReason reason, String type, byte[] payload) {
    return switch (Redrive.of(DeadLetterSample.of(reason, type, payload), ROUTING)) {
      case Redrive.Again again -> again.wireRecord();
      case Redrive.Refused refused -> throw new AssertionError(refused.why());
    };
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> wireRecord) {
    return StreamSupport.stream(wireRecord.headers().spliterator(), false)
        .collect(
            Collectors.toMap(header -> header.key(), header -> new String(header.value(), UTF_8)));
  }
}
