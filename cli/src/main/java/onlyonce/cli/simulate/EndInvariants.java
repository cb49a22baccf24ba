package onlyonce.cli.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import onlyonce.ledger.Account;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.TransferResult;
import onlyonce.saga.SagaState;

/**
 * What must hold when all work is done:
 *
 * <pre>
 * every-saga-ends      no saga is open, none is parked
 * nothing-held         no hold stands
 * in-transit-zero      no money is between ledger partitions
 * intents-agree        what an intent was told is what became of its money; each was told something,
 *                      or is a dead letter
 * </pre>
 */
final class EndInvariants {
  private final World world;

  EndInvariants(World world) {
    this.world = world;
  }

  void check() {
    for (int task = 0; task < Setting.TASKS; task++) {
      for (SagaState.Open open : world.task(task).open()) {
        throw ViolatedException.of(
            "every-saga-ends",
            "%s is still %s".formatted(name(open.transfer().id()), open.label()));
      }
    }
    for (UUID transfer : world.scene().invariants().held()) {
      throw ViolatedException.of("nothing-held", "money is still held for " + name(transfer));
    }
    inTransit();
    world.clients().journal().values().forEach(this::intent);
  }

  private void inTransit() {
    Map<CurrencyCode, Long> sums = new HashMap<>();
    for (int ledger = 0; ledger < Setting.LEDGERS; ledger++) {
      world.scene().invariants().books(ledger, world.ledger(ledger).stored().books());
      for (CurrencyCode currency : new CurrencyCode[] {Setting.EUR, Setting.USD}) {
        AccountId id = Account.inTransit(currency);
        Account account = world.ledger(ledger).stored().books().account(id);
        sums.merge(currency, account == null ? 0 : account.postedMinor(), Long::sum);
      }
    }
    sums.forEach(
        (currency, sum) -> {
          if (sum != 0) {
            throw ViolatedException.of(
                "in-transit-zero", "%d %s are between ledger partitions".formatted(sum, currency));
          }
        });
  }

  private void intent(Clients.Journalled intent) {
    TransferFacts facts = world.scene().invariants().of(intent.id());
    String told =
        facts.end().map(end -> Replies.text(end, this::name)).orElse("no end of it was told");
    boolean agrees =
        facts
            .end()
            .map(
                end ->
                    end.end() == TransferResult.End.COMPLETED
                        ? facts.movedWholly()
                        : !facts.movedMoney())
            .orElse(!facts.movedMoney() && (facts.deadLetters > 0 || !intent.isInLog()));
    if (!agrees) {
      throw ViolatedException.of(
          "intents-agree",
          "T%d: %s, and its money was held %d, credited %d, settled %d, released %d, posted %d times"
              .formatted(
                  intent.number(),
                  told,
                  facts.holds,
                  facts.credits,
                  facts.settles,
                  facts.releases,
                  facts.posts));
    }
  }

  private String name(UUID transfer) {
    return world.scene().name(transfer);
  }
}
