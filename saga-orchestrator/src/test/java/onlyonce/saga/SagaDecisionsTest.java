package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

/** What the table of {@link SagaRulesTest} does not say: ids, routes, versions, strangers. */
final class SagaDecisionsTest {

  @Test
  void decide_foreignReplies_changeNothing() {
    SagaSample.states()
        .forEach(
            (name, state) -> {
              for (CommandType step : SagaSample.steps()) {
                CommandOutcome own = Sample.answer(SagaSample.TRANSFER.id(), step, Outcome.APPLIED);
                CommandOutcome foreign =
                    new CommandOutcome(
                        CommandIds.derived(SagaSample.TRANSFER.id(), "somebody else's"),
                        step,
                        own.transferId(),
                        own.outcome(),
                        own.version());
                Decision decision =
                    SagaSample.RULES.decide(state, new Replied(foreign, SagaSample.NOW));
                assertThat(decision.state()).as(name).isEqualTo(state);
                assertThat(decision.emissions()).as(name).isEmpty();
                assertThat(decision.ignored())
                    .as(name)
                    .contains(state instanceof NotStarted ? Ignored.NO_SAGA : Ignored.FOREIGN);
              }
            });
  }

  @Test
  void decide_sameLedgerPartition_postsUnderTheTransfersId() {
    Transfer within = Sample.transfer(2, "alice", "alice");

    Decision decision =
        SagaSample.RULES.decide(new NotStarted(), new Started(within, SagaSample.NOW));

    assertThat(decision.state()).isEqualTo(new Posted(within));
    assertThat(decision.emissions())
        .containsExactly(new Emission.Send(within.id(), within.from(), within.asPost()));
  }

  @Test
  void decide_sameLedgerPartitionLate_expires() {
    Transfer within = Sample.transfer(2, "alice", "alice");

    Decision decision =
        SagaSample.RULES.decide(new NotStarted(), new Started(within, SagaSample.LATE));

    assertThat(decision.state()).isEqualTo(new Expired(within, Optional.empty()));
  }

  @Test
  void decide_completed_carriesTheSourcesAndTheDestinationsVersion() {
    Decision end =
        SagaSample.RULES.decide(
            new Settling(SagaSample.TRANSFER, Sample.version(CommandType.CREDIT)),
            SagaSample.reply(CommandType.SETTLE, Outcome.APPLIED, SagaSample.NOW));

    assertThat(end.emissions())
        .singleElement()
        .isInstanceOfSatisfying(
            Emission.Publish.class,
            published ->
                assertThat(published.result().versions())
                    .containsExactly(new Version(1, 33), new Version(2, 22)));
  }

  @Test
  void decide_steps_goToTheirAccountsUnderDerivedIds() {
    Map<Awaiting, CommandType> steps =
        Map.of(
            new Holding(SagaSample.TRANSFER), CommandType.HOLD,
            new Crediting(SagaSample.TRANSFER), CommandType.CREDIT,
            new Settling(SagaSample.TRANSFER, new Version(2, 22)), CommandType.SETTLE,
            new Releasing(SagaSample.TRANSFER, End.EXPIRED, Outcome.EXPIRED, Optional.empty()),
                CommandType.RELEASE);
    steps.forEach(
        (state, type) -> {
          Emission.Send sent = Emission.Send.step(state.step());
          assertThat(sent.commandId()).isEqualTo(CommandIds.ofStep(SagaSample.TRANSFER.id(), type));
          assertThat(sent.command().type()).isEqualTo(type).isEqualTo(state.awaited());
          assertThat(sent.account())
              .isEqualTo(
                  type == CommandType.CREDIT
                      ? SagaSample.TRANSFER.to()
                      : SagaSample.TRANSFER.from());
        });
  }

  @Test
  void decide_eventOfAnotherTransfer_isRefused() {
    assertThatThrownBy(
            () ->
                SagaSample.RULES.decide(
                    new Holding(SagaSample.TRANSFER),
                    new Started(Sample.across(3), SagaSample.NOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(SagaSample.TRANSFER.id().toString());
  }
}
