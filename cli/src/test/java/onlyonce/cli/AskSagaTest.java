package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.chaos.trace.Moment;
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
import onlyonce.saga.Compensated;
import onlyonce.saga.Completed;
import onlyonce.saga.Crediting;
import onlyonce.saga.Expired;
import onlyonce.saga.Holding;
import onlyonce.saga.Parked;
import onlyonce.saga.Rejected;
import onlyonce.saga.Releasing;
import onlyonce.saga.SagaState;
import onlyonce.saga.Schedule;
import onlyonce.saga.Settling;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** When a person's request counts as done. */
final class AskSagaTest {
  private static final long T0 = 1_790_000_000_000L;
  private static final Transfer TRANSFER =
      new Transfer(
          CommandIds.lowest(T0),
          new AccountId("alice"),
          new AccountId("bob"),
          new Amount(100),
          new CurrencyCode("EUR"));
  private static final Schedule ONCE = new Schedule(1, T0, T0 + 5_000);
  private static final Version SOURCE = new Version(0, 1);
  private static final Version DESTINATION = new Version(1, 2);
  private static final Holding HOLDING = new Holding(TRANSFER, ONCE, OptionalLong.of(T0 + 60_000));
  private static final Crediting CREDITING = new Crediting(TRANSFER, ONCE);
  private static final Releasing RELEASING =
      new Releasing(TRANSFER, End.COMPENSATED, Outcome.CANCELLED, Optional.empty(), ONCE);
  private static final Completed COMPLETED = new Completed(TRANSFER, SOURCE, DESTINATION);

  private final StringWriter said = new StringWriter();

  @Test
  void compensate_isDoneOnlyWhenTheSagaTurnsBack() {
    List<SagaState.Remembered> done =
        List.of(
            RELEASING,
            new Compensated(TRANSFER, Outcome.CANCELLED, SOURCE, Optional.empty()),
            new Expired(TRANSFER, Optional.of(SOURCE)));
    List<SagaState.Remembered> not =
        List.of(
            HOLDING,
            CREDITING,
            new Settling(TRANSFER, DESTINATION, ONCE),
            new Parked(HOLDING, Outcome.HOLD_EXISTS, SOURCE, T0),
            COMPLETED,
            new Rejected(TRANSFER, Outcome.INSUFFICIENT_FUNDS, SOURCE));
    assertThat(done).allMatch(SagaCompensateCommand::isTurnedBack);
    assertThat(not).noneMatch(SagaCompensateCommand::isTurnedBack);
  }

  @Test
  void compensate_ofAConflict_isRefusedOnlyForACreditInTheLog() {
    Moment hold = moment(Moment.What.SENT, "Hold", "ledger-commands-0@7");
    Moment credit = moment(Moment.What.SENT, "Credit", "ledger-commands-1@8");
    Moment answered = moment(Moment.What.ANSWERED, "Credit", "ledger-outcomes-0@9");
    assertThat(SagaCompensateCommand.foreignCredit(List.of(hold))).isEmpty();
    assertThat(SagaCompensateCommand.foreignCredit(List.of(hold, credit)).orElseThrow())
        .contains("ledger-commands-1@8");
    assertThat(SagaCompensateCommand.foreignCredit(List.of(answered))).isPresent();
  }

  private static Moment moment(Moment.What what, String subject, String place) {
    return new Moment(Instant.ofEpochMilli(T0), what, subject, null, null, null, place);
  }

  @Test
  void resume_isDoneOnlyWhenTheSagaIsNoLongerParked() {
    assertThat(SagaResumeCommand.goesOn(new Parked(HOLDING, Outcome.HOLD_EXISTS, SOURCE, T0)))
        .isFalse();
    assertThat(SagaResumeCommand.goesOn(HOLDING)).isTrue();
    assertThat(SagaResumeCommand.goesOn(COMPLETED)).isTrue();
  }

  @Test
  void tell_anotherMovement_isUnknownAndSaysSo() {
    assertThat(tell(Optional.of(RELEASING))).isEqualTo(ExitCode.OK);
    assertThat(said.toString()).doesNotContain("asked");
    assertThat(tell(Optional.of(CREDITING))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(said.toString()).contains("Crediting", "not as asked");
    assertThat(tell(Optional.of(COMPLETED))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(said.toString()).contains("ended otherwise");
    assertThat(tell(Optional.empty())).isEqualTo(ExitCode.UNKNOWN);
    assertThat(said.toString()).contains("did not move");
  }

  private int tell(Optional<SagaState.Remembered> moved) {
    CommandSpec spec = CommandSpec.create();
    PrintWriter writer = new PrintWriter(said);
    var _ = new CommandLine(spec).setOut(writer).setErr(writer);
    ShardMap map =
        ShardMap.modulo(Partitioning.hash(2), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));
    return new AnswerPerson(new Terminal(spec), map)
        .tell(moved, SagaCompensateCommand::isTurnedBack, Duration.ofSeconds(1));
  }
}
