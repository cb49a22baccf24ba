package onlyonce.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.chaos.reconcile.SmallBank.T0;
import static onlyonce.chaos.reconcile.SmallBank.held;
import static onlyonce.chaos.reconcile.SmallBank.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Report;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

/** Ends that the orchestrator itself decides, steps sent again, and what persons ask. */
final class SagaEndsTest {
  private final SmallBank bank = new SmallBank();

  @Test
  void saga_turnedBackBeforeItsCredit_isRejectedAndValid() {
    for (Outcome reason : new Outcome[] {Outcome.DEADLINE_PASSED, Outcome.CANCELLED}) {
      SmallBank turned = new SmallBank();
      turnBack(turned, reason);

      Report report = turned.report();
      assertThat(report.verdict()).as("%s", report.checks()).isEqualTo(Verdict.VALID);
      assertThat(report.count(IntentClass.REJECTED)).isEqualTo(2);
      assertThat(report.count(IntentClass.STUCK)).isZero();
    }
  }

  @Test
  void saga_turnedBackThoughItWasCredited_isInvalid() {
    bank.removeResults(bank.saga);
    bank.result(bank.saga, turnedBack(bank.saga, Outcome.DEADLINE_PASSED, 8));

    assertThat(bank.report().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void step_sentAgain_movesMoneyOnceAndIsValid() {
    UUID hold = step(bank.undone, CommandType.HOLD);
    bank.command(0, 11, hold, CommandType.HOLD, held(bank.undone, bank.bob, 100));

    assertThat(bank.report().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void request_ofAPerson_isNoIntentAndNothingUnexpected() {
    long intents = bank.report().intents();
    ask(new SagaRequest.Compensate(bank.undone), 2);
    ask(new SagaRequest.Resume(bank.undone, Optional.empty()), 3);
    ask(
        new SagaRequest.Resume(
            bank.undone, Optional.of(new DestinationReading.NotCredited(new Version(1, 5)))),
        4);

    Report report = bank.report();
    assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    assertThat(report.intents()).isEqualTo(intents);
    assertThat(report.unexpected()).isZero();
  }

  private void ask(SagaRequest request, long offset) {
    UUID own = CommandIds.derived(request.transferId(), "request at " + offset);
    bank.add(
        Topic.TRANSFERS,
        1,
        offset,
        own,
        request.eventType(),
        new String(SagaRequestCodec.encode(request), UTF_8));
  }

  /** The saga that its destination refused, as if no Credit had ever been sent. */
  private static void turnBack(SmallBank bank, Outcome reason) {
    UUID credit = step(bank.undone, CommandType.CREDIT);
    bank.history.records(Topic.LEDGER_COMMANDS, 1).removeIf(logged -> logged.offset() == 4);
    bank.history.rows(1).processed.removeIf(row -> row.id().equals(credit));
    bank.history.rows(1).progress = new ProgressRow(3, T0 + 6, T0 + 6 - 86_400_000, 86_400_000, 1);
    bank.removeOutcomes(credit);
    bank.removeResults(bank.undone);
    bank.result(bank.undone, turnedBack(bank.undone, reason, 13));
  }

  private static String turnedBack(UUID transfer, Outcome reason, long version) {
    return "{\"transfer_id\":\"%s\",\"end\":\"Compensated\",\"reason\":\"%s\",\"partition\":0,\"version\":%d}"
        .formatted(transfer, reason.label(), version);
  }
}
