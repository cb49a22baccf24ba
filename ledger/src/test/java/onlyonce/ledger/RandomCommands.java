package onlyonce.ledger;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;

/**
 * Seeded commands over few names, so that they meet: opened, closed and unknown accounts, two
 * currencies, steps of the same transfers doubled and out of order, and now and then an amount that
 * brings balances to the end of 64 bits.
 */
final class RandomCommands {
  private static final List<CurrencyCode> CURRENCIES =
      List.of(new CurrencyCode("EUR"), new CurrencyCode("EUR"), new CurrencyCode("USD"));

  private final RandomGenerator random;
  private final String prefix;
  private final int accounts;
  private int transfers;

  /**
   * @param prefix of the account names, to keep ledger partitions apart
   */
  RandomCommands(RandomGenerator random, String prefix, int accounts) {
    this.random = random;
    this.prefix = prefix;
    this.accounts = accounts;
  }

  Command.LedgerCommand next() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> new Command.Open(account(), currency(), opening(), random.nextInt(4) == 0);
      case 3 -> new Command.Close(account());
      case 4, 5, 6, 7, 8, 9, 10 -> new Command.Post(account(), account(), amount(), currency());
      case 11, 12, 13 -> hold(newOrOldTransfer());
      case 14, 15 -> new Command.Credit(oldTransfer(), account(), amount(), currency());
      case 16, 17 -> settle(oldTransfer());
      case 18 -> release(oldTransfer());
      default -> release(newOrOldTransfer());
    };
  }

  private Command.LedgerCommand hold(UUID transfer) {
    return new Command.Hold(transfer, payer(transfer), amount(), currency());
  }

  private Command.LedgerCommand settle(UUID transfer) {
    return new Command.Settle(transfer, payer(transfer));
  }

  private Command.LedgerCommand release(UUID transfer) {
    return new Command.Release(transfer, payer(transfer));
  }

  /** The same account for all steps of a transfer, most of the time. */
  private AccountId payer(UUID transfer) {
    return random.nextInt(8) == 0
        ? account()
        : new AccountId(prefix + transfer.getLeastSignificantBits() % accounts);
  }

  private UUID newOrOldTransfer() {
    if (random.nextInt(3) > 0) {
      transfers++;
    }
    return oldTransfer();
  }

  private UUID oldTransfer() {
    return transfer(Math.max(0, transfers - random.nextInt(6)));
  }

  private UUID transfer(long number) {
    return new UUID(0x7000L | ((long) prefix.hashCode() << 16), number);
  }

  private AccountId account() {
    return new AccountId(prefix + random.nextInt(accounts));
  }

  private CurrencyCode currency() {
    return CURRENCIES.get(random.nextInt(CURRENCIES.size()));
  }

  private long opening() {
    return random.nextInt(3) > 0 ? 0 : amount().minor();
  }

  private Amount amount() {
    return new Amount(random.nextInt(50) == 0 ? Amount.MAX_MINOR : 1 + random.nextLong(1_000));
  }
}
