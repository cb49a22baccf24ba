package onlyonce.cli.simulate;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.ledger.Account;
import onlyonce.ledger.Decision;
import onlyonce.ledger.HoldRow;
import onlyonce.ledger.PartitionState;
import onlyonce.ledger.Posting;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult;

/**
 * What must hold after every event, whatever happened:
 *
 * <pre>
 * money-conserved      every decision's postings, and every ledger partition, sum to zero per currency
 * no-negative-balance  available money is not negative where it must not be
 * held-is-the-holds    what an account holds is the sum of its standing holds
 * hold-has-owner       a standing hold belongs to a saga that has not ended
 * applied-once         no step and no Post takes effect twice, and no record is applied twice
 * pivot-not-undone     nothing is released that was credited, or the other way round, and nothing is
 *                      settled that was not credited
 * hold-before-credit   nothing is credited that was not held
 * one-end              a transfer's results are all the same
 * log-alone-decides    a record that is judged again comes to the same
 * </pre>
 */
final class Invariants {
  private final Function<UUID, String> names;
  private final Map<UUID, TransferFacts> facts = new HashMap<>();
  private final Set<UUID> held = new LinkedHashSet<>();

  Invariants(Function<UUID, String> names) {
    this.names = names;
  }

  TransferFacts of(UUID transferId) {
    return facts.computeIfAbsent(transferId, _ -> new TransferFacts());
  }

  /** Transfers whose holds stand. */
  Set<UUID> held() {
    return held;
  }

  /** A ledger partition committed what was decided about a new command. */
  void applied(int ledger, Addressed command, Decision decision) {
    sumsToZero(ledger, command, decision);
    if (decision.outcome() != Outcome.APPLIED) {
      return;
    }
    switch (command.command()) {
      case Command.Open _, Command.Close _ -> {}
      case Command.Post _ -> once(++of(command.id()).posts, "Post", command.id());
      case Command.Hold hold -> {
        held.add(hold.transferId());
        once(++of(hold.transferId()).holds, "Hold", hold.transferId());
      }
      case Command.Credit credit -> credited(credit.transferId());
      case Command.Settle settle -> settled(settle.transferId());
      case Command.Release release -> released(release.transferId(), decision);
    }
  }

  private void credited(UUID transfer) {
    TransferFacts seen = of(transfer);
    once(++seen.credits, "Credit", transfer);
    if (seen.releases + seen.tombstones > 0) {
      throw undone("%s was credited after its hold had been given up", transfer);
    }
    if (seen.holds == 0) {
      throw ViolatedException.of(
          "hold-before-credit", names.apply(transfer) + " was credited and nothing was held");
    }
  }

  private void settled(UUID transfer) {
    TransferFacts seen = of(transfer);
    once(++seen.settles, "Settle", transfer);
    held.remove(transfer);
    if (seen.credits == 0) {
      throw undone("%s was settled and never credited", transfer);
    }
  }

  private void released(UUID transfer, Decision decision) {
    TransferFacts seen = of(transfer);
    if (decision.hold() instanceof HoldRow.Released) {
      seen.releases++;
      held.remove(transfer);
    } else {
      seen.tombstones++;
    }
    if (seen.credits > 0) {
      throw undone("%s was released although it had been credited", transfer);
    }
  }

  /** An orchestrator's Release is in the log. */
  void releaseSent(UUID transfer) {
    if (of(transfer).credits > 0) {
      throw undone("a Release of %s was sent although it had been credited", transfer);
    }
  }

  private ViolatedException undone(String what, UUID transfer) {
    return ViolatedException.of("pivot-not-undone", what.formatted(names.apply(transfer)));
  }

  private void once(int times, String step, UUID transfer) {
    if (times > 1) {
      throw ViolatedException.of(
          "applied-once",
          "%s of %s took effect %d times".formatted(step, names.apply(transfer), times));
    }
  }

  private static void sumsToZero(int ledger, Addressed command, Decision decision) {
    long sum = 0;
    for (Posting posting : decision.postings()) {
      sum += posting.amountMinor();
      if (!posting.currency().equals(decision.postings().getFirst().currency())) {
        sum = Long.MIN_VALUE;
        break;
      }
    }
    if (sum != 0) {
      throw ViolatedException.of(
          "money-conserved",
          "the postings of %s in ledger %d do not sum to zero: %s"
              .formatted(command.command(), ledger, decision.postings()));
    }
  }

  /** A record was judged again, after its first commit had been lost. */
  void sameVerdict(int ledger, int offset, List<Said> first, List<Said> again) {
    if (!first.equals(again)) {
      throw ViolatedException.of(
          "log-alone-decides",
          "ledger %d@%d: %s, and when it was read again: %s"
              .formatted(ledger, offset, Replies.text(first, names), Replies.text(again, names)));
    }
  }

  /** A transaction commits what it read from an offset on. */
  void appliedInOrder(int ledger, int nextOffset, int from) {
    if (from != nextOffset) {
      throw ViolatedException.of(
          "applied-once",
          "ledger %d had come to @%d, and a processor applied it from @%d on"
              .formatted(ledger, nextOffset, from));
    }
  }

  /** The end of a transfer was told. */
  void told(TransferResult result) {
    TransferFacts seen = of(result.transferId());
    if (seen.contradicts(result)) {
      throw ViolatedException.of(
          "one-end",
          "%s ended twice, differently: %s, then %s"
              .formatted(
                  names.apply(result.transferId()),
                  seen.end().map(end -> Replies.exact(end, names)).orElse("nothing"),
                  Replies.exact(result, names)));
    }
  }

  void refused(Said.DeadLetter letter) {
    of(letter.id()).deadLetters++;
  }

  /** Looks whether every hold has its saga. */
  void holdsHaveOwners(Predicate<UUID> hasOpenSaga) {
    for (UUID transfer : held) {
      if (!hasOpenSaga.test(transfer)) {
        throw ViolatedException.of(
            "hold-has-owner",
            "money is held for %s, and no saga will ever settle or release it"
                .formatted(names.apply(transfer)));
      }
    }
  }

  /** Looks through the books of one ledger partition. */
  void books(int ledger, PartitionState books) {
    Map<CurrencyCode, Long> sums = new HashMap<>();
    Map<AccountId, Long> holds = new HashMap<>();
    for (HoldRow row : books.holds()) {
      if (row instanceof HoldRow.Held open) {
        holds.merge(open.account(), open.amount().minor(), Long::sum);
      }
    }
    for (Account account : books.accounts()) {
      sums.merge(account.currency(), account.postedMinor(), Long::sum);
      if (!account.mayGoNegative() && account.postedMinor() < account.heldMinor()) {
        throw ViolatedException.of(
            "no-negative-balance", "%s in ledger %d".formatted(account, ledger));
      }
      long expected = holds.getOrDefault(account.id(), 0L);
      if (account.heldMinor() != expected) {
        throw ViolatedException.of(
            "held-is-the-holds",
            "%s in ledger %d, but its holds are %d".formatted(account, ledger, expected));
      }
    }
    sums.forEach(
        (currency, sum) -> {
          if (sum != 0) {
            throw ViolatedException.of(
                "money-conserved",
                "the %s of ledger %d sums to %d".formatted(currency, ledger, sum));
          }
        });
  }
}
