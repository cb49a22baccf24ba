package onlyonce.ledger;

import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's rules: a pure function of one ledger partition's state and a command. No clock, no
 * chance, no SQL: the same log comes to the same books wherever and whenever it is read.
 *
 * <p>Checks are made in a fixed order and the first that fits names the outcome:
 *
 * <pre>
 *   Open     AccountExists or AccountClosed (by that name) · BalanceOverflow (treasury)
 *   Close    AccountNotFound · AccountClosed · AccountNotEmpty
 *   Post     SameAccount · payer NotFound, Closed · payee NotFound, Closed · CurrencyMismatch ·
 *            InsufficientFunds · BalanceOverflow (either)
 *   Hold     a row by that transfer: HoldExists, HoldAlreadySettled, HoldAlreadyReleased ·
 *            AccountNotFound · AccountClosed · CurrencyMismatch · InsufficientFunds ·
 *            BalanceOverflow (held)
 *   Credit   AccountNotFound · AccountClosed · CurrencyMismatch · BalanceOverflow (either)
 *   Settle   HoldNotFound (also another account's) · HoldAlreadySettled · HoldAlreadyReleased ·
 *            BalanceOverflow (either)
 *   Release  HoldNotFound (another account's) · HoldAlreadySettled · HoldAlreadyReleased;
 *            without a row it leaves a tombstone and is Applied
 * </pre>
 */
public final class Rules {
  /** The version of these rules, as {@code Configure} names it. */
  public static final int VERSION = 1;

  private Rules() {}

  /**
   * Decides one command.
   *
   * @throws IllegalStateException when the books contradict themselves, such as a hold without its
   *     account
   */
  public static Decision decide(LedgerView view, Command.LedgerCommand command) {
    return switch (command) {
      case Command.Open open -> open(view, open);
      case Command.Close close -> close(view, close);
      case Command.Post post -> post(view, post);
      case Command.Hold hold -> hold(view, hold);
      case Command.Credit credit -> credit(view, credit);
      case Command.Settle settle -> settle(view, settle);
      case Command.Release release -> release(view, release);
    };
  }

  private static Decision open(LedgerView view, Command.Open command) {
    Account earlier = view.account(command.account());
    if (earlier != null) {
      return Decision.refused(earlier.closed() ? Outcome.ACCOUNT_CLOSED : Outcome.ACCOUNT_EXISTS);
    }
    Account opened =
        new Account(command.account(), command.currency(), 0, 0, command.mayGoNegative(), false);
    if (command.openingMinor() == 0) {
      return Decision.applied(List.of(), List.of(opened), null);
    }
    Account treasury = internal(view, Account.treasury(command.currency()), command.currency());
    return move(Posting.Kind.OPEN, treasury, opened, command.openingMinor(), null);
  }

  private static Decision close(LedgerView view, Command.Close command) {
    Account account = view.account(command.account());
    if (account == null) {
      return Decision.refused(Outcome.ACCOUNT_NOT_FOUND);
    }
    if (account.closed()) {
      return Decision.refused(Outcome.ACCOUNT_CLOSED);
    }
    if (account.postedMinor() != 0 || account.heldMinor() != 0) {
      return Decision.refused(Outcome.ACCOUNT_NOT_EMPTY);
    }
    return Decision.applied(List.of(), List.of(account.asClosed()), null);
  }

  private static Decision post(LedgerView view, Command.Post command) {
    if (command.from().equals(command.to())) {
      return Decision.refused(Outcome.SAME_ACCOUNT);
    }
    Account from = view.account(command.from());
    if (from == null) {
      return Decision.refused(Outcome.ACCOUNT_NOT_FOUND);
    }
    if (from.closed()) {
      return Decision.refused(Outcome.ACCOUNT_CLOSED);
    }
    Account to = view.account(command.to());
    if (to == null) {
      return Decision.refused(Outcome.ACCOUNT_NOT_FOUND);
    }
    if (to.closed()) {
      return Decision.refused(Outcome.ACCOUNT_CLOSED);
    }
    if (!from.currency().equals(command.currency()) || !to.currency().equals(command.currency())) {
      return Decision.refused(Outcome.CURRENCY_MISMATCH);
    }
    if (!from.canPay(command.amount().minor())) {
      return Decision.refused(Outcome.INSUFFICIENT_FUNDS);
    }
    return move(Posting.Kind.POST, from, to, command.amount().minor(), null);
  }

  private static Decision hold(LedgerView view, Command.Hold command) {
    HoldRow earlier = view.hold(command.transferId());
    if (earlier != null) {
      return Decision.refused(
          switch (earlier) {
            case HoldRow.Held _ -> Outcome.HOLD_EXISTS;
            case HoldRow.Settled _ -> Outcome.HOLD_ALREADY_SETTLED;
            case HoldRow.Released _, HoldRow.Tombstone _ -> Outcome.HOLD_ALREADY_RELEASED;
          });
    }
    Account account = view.account(command.account());
    if (account == null) {
      return Decision.refused(Outcome.ACCOUNT_NOT_FOUND);
    }
    if (account.closed()) {
      return Decision.refused(Outcome.ACCOUNT_CLOSED);
    }
    if (!account.currency().equals(command.currency())) {
      return Decision.refused(Outcome.CURRENCY_MISMATCH);
    }
    long amount = command.amount().minor();
    if (!account.canPay(amount)) {
      return Decision.refused(Outcome.INSUFFICIENT_FUNDS);
    }
    if (overflows(account.heldMinor(), amount)) {
      return Decision.refused(Outcome.BALANCE_OVERFLOW);
    }
    return Decision.applied(
        List.of(),
        List.of(account.withHeld(account.heldMinor() + amount)),
        new HoldRow.Held(
            command.transferId(), command.account(), command.amount(), command.currency()));
  }

  private static Decision credit(LedgerView view, Command.Credit command) {
    Account account = view.account(command.account());
    if (account == null) {
      return Decision.refused(Outcome.ACCOUNT_NOT_FOUND);
    }
    if (account.closed()) {
      return Decision.refused(Outcome.ACCOUNT_CLOSED);
    }
    if (!account.currency().equals(command.currency())) {
      return Decision.refused(Outcome.CURRENCY_MISMATCH);
    }
    Account inTransit = internal(view, Account.inTransit(command.currency()), command.currency());
    return move(Posting.Kind.CREDIT, inTransit, account, command.amount().minor(), null);
  }

  private static Decision settle(LedgerView view, Command.Settle command) {
    HoldRow row = view.hold(command.transferId());
    if (row == null || !row.account().equals(command.account())) {
      return Decision.refused(Outcome.HOLD_NOT_FOUND);
    }
    return switch (row) {
      case HoldRow.Held held -> {
        Account inTransit = internal(view, Account.inTransit(held.currency()), held.currency());
        yield move(
            Posting.Kind.SETTLE,
            withoutHold(view, held),
            inTransit,
            held.amount().minor(),
            new HoldRow.Settled(held.transferId(), held.account(), held.amount(), held.currency()));
      }
      case HoldRow.Settled _ -> Decision.refused(Outcome.HOLD_ALREADY_SETTLED);
      case HoldRow.Released _, HoldRow.Tombstone _ ->
          Decision.refused(Outcome.HOLD_ALREADY_RELEASED);
    };
  }

  private static Decision release(LedgerView view, Command.Release command) {
    HoldRow row = view.hold(command.transferId());
    if (row == null) {
      return Decision.applied(
          List.of(), List.of(), new HoldRow.Tombstone(command.transferId(), command.account()));
    }
    if (!row.account().equals(command.account())) {
      return Decision.refused(Outcome.HOLD_NOT_FOUND);
    }
    return switch (row) {
      case HoldRow.Held held ->
          Decision.applied(
              List.of(),
              List.of(withoutHold(view, held)),
              new HoldRow.Released(
                  held.transferId(), held.account(), held.amount(), held.currency()));
      case HoldRow.Settled _ -> Decision.refused(Outcome.HOLD_ALREADY_SETTLED);
      case HoldRow.Released _, HoldRow.Tombstone _ ->
          Decision.refused(Outcome.HOLD_ALREADY_RELEASED);
    };
  }

  /** Two postings that sum to zero: the only way in which money moves. */
  private static Decision move(
      Posting.Kind kind, Account from, Account to, long amountMinor, @Nullable HoldRow hold) {
    if (overflows(from.postedMinor(), -amountMinor) || overflows(to.postedMinor(), amountMinor)) {
      return Decision.refused(Outcome.BALANCE_OVERFLOW);
    }
    return Decision.applied(
        List.of(
            new Posting(kind, from.id(), from.currency(), -amountMinor),
            new Posting(kind, to.id(), to.currency(), amountMinor)),
        List.of(
            from.withPosted(from.postedMinor() - amountMinor),
            to.withPosted(to.postedMinor() + amountMinor)),
        hold);
  }

  private static Account internal(LedgerView view, AccountId id, CurrencyCode currency) {
    Account account = view.account(id);
    return account != null ? account : Account.internal(id, currency);
  }

  private static Account withoutHold(LedgerView view, HoldRow.Held held) {
    Account account = view.account(held.account());
    if (account == null || account.heldMinor() < held.amount().minor()) {
      throw new IllegalStateException(
          "the books contradict themselves: transfer "
              + held.transferId()
              + " holds "
              + held.amount()
              + " of account "
              + held.account()
              + ", which is "
              + account
              + "; reconcile this shard before it goes on");
    }
    return account.withHeld(account.heldMinor() - held.amount().minor());
  }

  /** Whether a sum leaves 64 bits: both terms have one sign and the sum has the other. */
  private static boolean overflows(long balance, long change) {
    long sum = balance + change;
    return ((balance ^ sum) & (change ^ sum)) < 0;
  }
}
