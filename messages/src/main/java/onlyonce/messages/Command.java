package onlyonce.messages;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What a ledger partition can be told to do. The command's id travels in the record's headers. */
public sealed interface Command {

  /** The {@code ce_type} of this command on the wire. */
  CommandType type();

  /**
   * Sets a ledger partition's rules from this record on.
   *
   * @param rulesVersion which rules decide; a version that a processor does not know stops it
   * @param dedupWindow how long ids are remembered, at least one second
   */
  record Configure(int rulesVersion, Duration dedupWindow) implements Command {
    public Configure {
      if (rulesVersion < 1) {
        throw new IllegalArgumentException(
            "rules_version must be at least 1 but is " + rulesVersion);
      }
      if (dedupWindow.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "dedup_window_ms must be at least 1000 but is " + dedupWindow.toMillis());
      }
    }

    @Override
    public CommandType type() {
      return CommandType.CONFIGURE;
    }
  }

  /** A command about accounts, decided by the ledger's rules. */
  sealed interface LedgerCommand extends Command {
    /** The accounts that the command names; all of them live in the record's ledger partition. */
    List<AccountId> accounts();
  }

  /**
   * Opens an account.
   *
   * @param openingMinor the opening balance in minor units, 0 to {@link Amount#MAX_MINOR}, paid by
   *     the ledger partition's treasury
   */
  record Open(AccountId account, CurrencyCode currency, long openingMinor, boolean mayGoNegative)
      implements LedgerCommand {
    public Open {
      if (openingMinor < 0 || openingMinor > Amount.MAX_MINOR) {
        throw new IllegalArgumentException(
            "opening_minor must be from 0 to " + Amount.MAX_MINOR + " but is " + openingMinor);
      }
    }

    @Override
    public CommandType type() {
      return CommandType.OPEN;
    }

    @Override
    public List<AccountId> accounts() {
      return List.of(account);
    }
  }

  /** Closes an account that holds nothing; its name is never used again. */
  record Close(AccountId account) implements LedgerCommand {
    @Override
    public CommandType type() {
      return CommandType.CLOSE;
    }

    @Override
    public List<AccountId> accounts() {
      return List.of(account);
    }
  }

  /** Moves money between two accounts of one ledger partition. */
  record Post(AccountId from, AccountId to, Amount amount, CurrencyCode currency)
      implements LedgerCommand {
    @Override
    public CommandType type() {
      return CommandType.POST;
    }

    @Override
    public List<AccountId> accounts() {
      return List.of(from, to);
    }
  }

  /** One step of a transfer between two ledger partitions. */
  sealed interface SagaStep extends LedgerCommand {
    /** The transfer that this step belongs to. */
    UUID transferId();

    /** The account at which the step happens. */
    AccountId account();

    @Override
    default List<AccountId> accounts() {
      return List.of(account());
    }
  }

  /** Reserves the amount at the source. */
  record Hold(UUID transferId, AccountId account, Amount amount, CurrencyCode currency)
      implements SagaStep {
    @Override
    public CommandType type() {
      return CommandType.HOLD;
    }
  }

  /** Pays the amount out at the destination, against in-transit. */
  record Credit(UUID transferId, AccountId account, Amount amount, CurrencyCode currency)
      implements SagaStep {
    @Override
    public CommandType type() {
      return CommandType.CREDIT;
    }
  }

  /** Turns the hold at the source into a posting, against in-transit. */
  record Settle(UUID transferId, AccountId account) implements SagaStep {
    @Override
    public CommandType type() {
      return CommandType.SETTLE;
    }
  }

  /** Gives the hold at the source up; without one it leaves a tombstone, so a late hold fails. */
  record Release(UUID transferId, AccountId account) implements SagaStep {
    @Override
    public CommandType type() {
      return CommandType.RELEASE;
    }
  }
}
