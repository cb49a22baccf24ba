package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.AccountId;
import onlyonce.messages.AccountRange;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

@SharedCluster(SharedCluster.Part.POSTGRES)
final class PartitionBooksIT {
  private static final CurrencyCode EUR = new CurrencyCode("EUR");
  private static final CurrencyCode USD = new CurrencyCode("USD");

  @Test
  void listAccounts_heldAndPosted_areReadWithTheirVersions(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "account");
    AccountId alice = new AccountId("alice");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(list(audit, 0, alice))
          .containsExactly(
              new AccountReading(
                  new Account(alice, EUR, 100, 30, false, false), new Version(0, 12)));
      assertThat(list(audit, 1, alice)).isEmpty();
      assertThat(list(audit, 0, new AccountId("nobody"))).isEmpty();
    }
  }

  private static List<AccountReading> list(Connection audit, int partition, AccountId account)
      throws SQLException {
    AccountRange alone = new AccountRange(Optional.of(account), Optional.of(account));
    return ListAccounts.in(audit, List.of(partition), alone, 10);
  }

  @Test
  void balances_severalPartitionsAndCurrencies_areZeroEach(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "sums");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(PartitionBooks.balances(audit))
          .isEqualTo(
              Map.of(
                  0, List.of(balance(EUR, 100, 30, 0, 0)),
                  1, List.of(balance(EUR, 7, 0, -7, 0), balance(USD, 50, 0, 0, 0))));
    }
  }

  @Test
  void balances_tamperedBalance_areNotZero(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "tampered");
    ledger.execute(
        ledger.shard().user(),
        "UPDATE ledger.account SET posted_minor = posted_minor + 5 WHERE account = 'alice'");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(PartitionBooks.balances(audit))
          .containsEntry(0, List.of(balance(EUR, 105, 30, 0, 5)));
    }
  }

  private static TestLedger filled(TestScope scope, String name) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards(name).getFirst(), List.of(0, 1));
    AccountId alice = new AccountId("alice");
    AccountId bob = new AccountId("bob");
    AccountId carol = new AccountId("carol");
    UUID transfer = new UUID(0x7000, 99);
    try (Connection tx = ledger.begin()) {
      LedgerStore.exclusive()
          .apply(
              tx,
              List.of(
                  entry(0, 10, new Command.Open(alice, EUR, 100, false)),
                  entry(0, 11, new Command.Hold(transfer, alice, new Amount(30), EUR)),
                  entry(1, 0, new Command.Open(bob, EUR, 0, false)),
                  entry(1, 1, new Command.Open(carol, USD, 50, false)),
                  entry(1, 2, new Command.Credit(transfer, bob, new Amount(7), EUR))));
      tx.commit();
    }
    return ledger;
  }

  private static PartitionBooks.Balance balance(
      CurrencyCode currency, long customers, long held, long inTransit, long total) {
    return new PartitionBooks.Balance(
        currency,
        BigInteger.valueOf(customers),
        BigInteger.valueOf(held),
        BigInteger.valueOf(inTransit),
        BigInteger.valueOf(total));
  }

  private static LedgerEntry entry(int partition, long offset, Command.LedgerCommand command) {
    return new LedgerEntry(partition, offset, new UUID(0x7000 + partition, offset), command);
  }
}
