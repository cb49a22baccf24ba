package onlyonce.chaos.model;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import onlyonce.messages.Command;
import onlyonce.messages.Outcome;

/**
 * The ledger's rules, written a second time from their text, for one ledger partition. Slow, plain
 * and mutable on purpose: it must be easy to believe.
 */
final class ModelLedger {
  final Map<String, ModelAccount> accounts = new HashMap<>();
  final Map<UUID, ModelHold> holds = new HashMap<>();

  /** Decides a command and, when it is applied, changes accounts and holds. */
  Outcome decide(Command.LedgerCommand command, long version) {
    return switch (command) {
      case Command.Open c -> open(c, version);
      case Command.Close c -> close(c, version);
      case Command.Post c -> post(c, version);
      case Command.Hold c -> hold(c, version);
      case Command.Credit c -> credit(c, version);
      case Command.Settle c -> settle(c, version);
      case Command.Release c -> release(c, version);
    };
  }

  /** Whose money the command moves. */
  Legs legs(Command.LedgerCommand command) {
    return switch (command) {
      case Command.Open c ->
          new Legs(
              "~treasury:" + c.currency(),
              c.account().value(),
              c.currency().value(),
              c.openingMinor());
      case Command.Close c -> Legs.at(known(c.account().value()));
      case Command.Post c ->
          new Legs(
              known(c.from().value()),
              known(c.to().value()),
              c.currency().value(),
              c.amount().minor());
      case Command.Hold c ->
          new Legs(known(c.account().value()), "", c.currency().value(), c.amount().minor());
      case Command.Credit c ->
          new Legs(
              "~in-transit:" + c.currency(),
              known(c.account().value()),
              c.currency().value(),
              c.amount().minor());
      case Command.Settle c -> {
        ModelHold hold = holds.get(c.transferId());
        yield hold == null
            ? Legs.at(known(c.account().value()))
            : new Legs(
                known(c.account().value()),
                "~in-transit:" + hold.currency(),
                hold.currency(),
                hold.amountMinor());
      }
      case Command.Release c -> Legs.at(known(c.account().value()));
    };
  }

  /** The one string that stands for an account, so that a million commands keep few strings. */
  private String known(String name) {
    ModelAccount account = accounts.get(name);
    return account == null ? name : account.name();
  }

  private Outcome open(Command.Open c, long version) {
    ModelAccount existing = accounts.get(c.account().value());
    if (existing != null) {
      return existing.closed ? Outcome.ACCOUNT_CLOSED : Outcome.ACCOUNT_EXISTS;
    }
    ModelAccount treasury = internal("~treasury:", c.currency().value());
    if (overflows(treasury.posted, -c.openingMinor())) {
      return Outcome.BALANCE_OVERFLOW;
    }
    ModelAccount account =
        new ModelAccount(c.account().value(), c.currency().value(), c.mayGoNegative());
    accounts.put(account.name(), account);
    account.version = version;
    move(treasury, account, c.openingMinor(), version);
    return Outcome.APPLIED;
  }

  private Outcome close(Command.Close c, long version) {
    ModelAccount account = accounts.get(c.account().value());
    if (account == null || account.closed) {
      return account == null ? Outcome.ACCOUNT_NOT_FOUND : Outcome.ACCOUNT_CLOSED;
    }
    if (account.posted != 0 || account.held != 0) {
      return Outcome.ACCOUNT_NOT_EMPTY;
    }
    account.closed = true;
    account.version = version;
    return Outcome.APPLIED;
  }

  private Outcome post(Command.Post c, long version) {
    if (c.from().equals(c.to())) {
      return Outcome.SAME_ACCOUNT;
    }
    ModelAccount from = accounts.get(c.from().value());
    ModelAccount to = accounts.get(c.to().value());
    if (from == null || from.closed) {
      return from == null ? Outcome.ACCOUNT_NOT_FOUND : Outcome.ACCOUNT_CLOSED;
    }
    if (to == null || to.closed) {
      return to == null ? Outcome.ACCOUNT_NOT_FOUND : Outcome.ACCOUNT_CLOSED;
    }
    String currency = c.currency().value();
    if (!from.currency().equals(currency) || !to.currency().equals(currency)) {
      return Outcome.CURRENCY_MISMATCH;
    }
    long amount = c.amount().minor();
    if (from.lacks(amount)) {
      return Outcome.INSUFFICIENT_FUNDS;
    }
    if (overflows(from.posted, -amount) || overflows(to.posted, amount)) {
      return Outcome.BALANCE_OVERFLOW;
    }
    move(from, to, amount, version);
    return Outcome.APPLIED;
  }

  private Outcome hold(Command.Hold c, long version) {
    ModelHold earlier = holds.get(c.transferId());
    if (earlier != null) {
      return switch (earlier.state()) {
        case "held" -> Outcome.HOLD_EXISTS;
        case "settled" -> Outcome.HOLD_ALREADY_SETTLED;
        default -> Outcome.HOLD_ALREADY_RELEASED;
      };
    }
    ModelAccount account = accounts.get(c.account().value());
    if (account == null || account.closed) {
      return account == null ? Outcome.ACCOUNT_NOT_FOUND : Outcome.ACCOUNT_CLOSED;
    }
    if (!account.currency().equals(c.currency().value())) {
      return Outcome.CURRENCY_MISMATCH;
    }
    long amount = c.amount().minor();
    if (account.lacks(amount)) {
      return Outcome.INSUFFICIENT_FUNDS;
    }
    if (overflows(account.held, amount)) {
      return Outcome.BALANCE_OVERFLOW;
    }
    account.held += amount;
    account.version = version;
    holds.put(
        c.transferId(),
        new ModelHold(c.transferId(), account.name(), account.currency(), amount, "held"));
    return Outcome.APPLIED;
  }

  private Outcome credit(Command.Credit c, long version) {
    ModelAccount account = accounts.get(c.account().value());
    if (account == null || account.closed) {
      return account == null ? Outcome.ACCOUNT_NOT_FOUND : Outcome.ACCOUNT_CLOSED;
    }
    if (!account.currency().equals(c.currency().value())) {
      return Outcome.CURRENCY_MISMATCH;
    }
    long amount = c.amount().minor();
    ModelAccount inTransit = internal("~in-transit:", account.currency());
    if (overflows(account.posted, amount) || overflows(inTransit.posted, -amount)) {
      return Outcome.BALANCE_OVERFLOW;
    }
    move(inTransit, account, amount, version);
    return Outcome.APPLIED;
  }

  private Outcome settle(Command.Settle c, long version) {
    ModelHold hold = holds.get(c.transferId());
    if (hold == null || !hold.account().equals(c.account().value())) {
      return Outcome.HOLD_NOT_FOUND;
    }
    if (!hold.state().equals("held")) {
      return hold.state().equals("settled")
          ? Outcome.HOLD_ALREADY_SETTLED
          : Outcome.HOLD_ALREADY_RELEASED;
    }
    ModelAccount account = accounts.get(hold.account());
    if (account == null) {
      return Outcome.HOLD_NOT_FOUND;
    }
    ModelAccount inTransit = internal("~in-transit:", hold.currency());
    long amount = hold.amountMinor();
    if (overflows(inTransit.posted, amount) || overflows(account.posted, -amount)) {
      return Outcome.BALANCE_OVERFLOW;
    }
    account.held -= amount;
    move(account, inTransit, amount, version);
    hold.become("settled");
    return Outcome.APPLIED;
  }

  private Outcome release(Command.Release c, long version) {
    ModelHold hold = holds.get(c.transferId());
    if (hold == null) {
      holds.put(
          c.transferId(),
          new ModelHold(c.transferId(), known(c.account().value()), "", 0, "tombstone"));
      return Outcome.APPLIED;
    }
    if (!hold.account().equals(c.account().value())) {
      return Outcome.HOLD_NOT_FOUND;
    }
    if (!hold.state().equals("held")) {
      return hold.state().equals("settled")
          ? Outcome.HOLD_ALREADY_SETTLED
          : Outcome.HOLD_ALREADY_RELEASED;
    }
    ModelAccount account = accounts.get(hold.account());
    if (account != null) {
      account.held -= hold.amountMinor();
      account.version = version;
    }
    hold.become("released");
    return Outcome.APPLIED;
  }

  private ModelAccount internal(String prefix, String currency) {
    return accounts.computeIfAbsent(
        prefix + currency, name -> new ModelAccount(name, currency, true));
  }

  private static void move(ModelAccount from, ModelAccount to, long amount, long version) {
    if (amount != 0) {
      from.posted -= amount;
      to.posted += amount;
      from.version = version;
      to.version = version;
    }
  }

  private static boolean overflows(long balance, long change) {
    long sum = balance + change;
    return ((balance ^ sum) & (change ^ sum)) < 0;
  }
}
