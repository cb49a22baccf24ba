package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;
import onlyonce.saga.Awaiting;
import onlyonce.saga.Completed;
import onlyonce.saga.Crediting;
import onlyonce.saga.Holding;
import onlyonce.saga.Parked;
import onlyonce.saga.Posted;
import onlyonce.saga.Releasing;
import onlyonce.saga.SagaState;
import onlyonce.saga.Schedule;
import onlyonce.saga.Settling;
import org.junit.jupiter.api.Test;

final class ListedSagaTest {
  private static final long T0 = 1_790_000_000_000L;
  private static final ShardMap MAP =
      ShardMap.modulo(Partitioning.hash(2), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));
  private static final Transfer TRANSFER =
      new Transfer(
          CommandIds.lowest(T0),
          new AccountId("alice"),
          new AccountId("bob"),
          new Amount(100),
          new CurrencyCode("EUR"));
  private static final Schedule TWICE = new Schedule(2, T0 + 1_000, T0 + 9_000);

  @Test
  void of_aWaitingSaga_tellsWhoHasToAnswer() {
    int partition = MAP.partitioning().of(TRANSFER.to());
    ListedSaga listed = ListedSaga.of(new Crediting(TRANSFER, TWICE), MAP, T0 + 7_000);

    assertThat(listed.slow()).isTrue();
    assertThat(listed.ledgerPartition()).isEqualTo(partition);
    assertThat(listed.shard()).isEqualTo(MAP.place(partition).shard());
    assertThat(listed.waitingMs()).isEqualTo(6_000);
    assertThat(listed.text())
        .contains("Crediting", "slow", "7.0 s old")
        .contains("waits for Credit by ledger partition " + partition)
        .contains("sent 2 times, first 6.0 s ago");
  }

  @Test
  void of_aSagaThatWaitsShortly_isNotSlow() {
    ListedSaga listed =
        ListedSaga.of(
            new Holding(TRANSFER, new Schedule(1, T0, T0), OptionalLong.empty()),
            MAP,
            T0 + Awaiting.SLOW_AFTER.toMillis() - 1);

    assertThat(listed.slow()).isFalse();
    assertThat(listed.why()).contains("waits for Hold", "sent once");
  }

  @Test
  void of_aParkedSaga_tellsTheAnswerThatStoppedIt() {
    Parked parked =
        new Parked(new Crediting(TRANSFER, TWICE), Outcome.EXPIRED, new Version(1, 77), T0 + 2_000);
    ListedSaga listed = ListedSaga.of(parked, MAP, T0 + 5_000);

    assertThat(listed.why())
        .contains("Credit was answered Expired", "version 77", "parked for 3.0 s");
    assertThat(PrettyJson.of(List.of(listed)))
        .contains("\"amount_minor\" : 100", "\"waiting_ms\" : 3000", "\"step\" : \"Credit\"");
  }

  @Test
  void of_anEndedSaga_hasNothingToWaitFor() {
    Completed completed = new Completed(TRANSFER, new Version(0, 2), new Version(1, 3));
    ListedSaga listed = ListedSaga.of(completed, MAP, T0 + Duration.ofHours(1).toMillis());

    assertThat(listed.step()).isNull();
    assertThat(listed.slow()).isFalse();
    assertThat(listed.why()).isEqualTo("done");
  }

  @Test
  void refusal_ofEveryState_isEmptyOnlyBeforeTheCredit() {
    Version version = new Version(1, 3);
    Holding holding = new Holding(TRANSFER, TWICE, OptionalLong.of(T0));
    Crediting crediting = new Crediting(TRANSFER, TWICE);
    Releasing releasing =
        new Releasing(TRANSFER, End.EXPIRED, Outcome.EXPIRED, Optional.empty(), TWICE);
    assertThat(refusal(holding)).isEmpty();
    assertThat(refusal(new Parked(holding, Outcome.HOLD_EXISTS, version, T0))).isEmpty();
    assertThat(refusal(crediting)).contains("Credit was sent");
    assertThat(refusal(new Settling(TRANSFER, version, TWICE))).contains("Credit was sent");
    assertThat(refusal(new Parked(crediting, Outcome.EXPIRED, version, T0)))
        .contains("Credit was sent");
    assertThat(refusal(releasing)).contains("turns back already");
    assertThat(refusal(new Parked(releasing, Outcome.HOLD_NOT_FOUND, version, T0)))
        .contains("resume it");
    assertThat(refusal(new Posted(TRANSFER))).contains("one ledger partition");
    assertThat(refusal(new Completed(TRANSFER, version, version))).contains("has ended");
  }

  private static String refusal(SagaState.Remembered saga) {
    return SagaCompensateCommand.refusal(saga).orElse("");
  }
}
