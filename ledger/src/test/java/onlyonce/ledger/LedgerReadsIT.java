package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

@SharedCluster(SharedCluster.Part.POSTGRES)
final class LedgerReadsIT {
  private static final CurrencyCode EUR = new CurrencyCode("EUR");
  private static final CurrencyCode USD = new CurrencyCode("USD");

  @Test
  void account_heldAndPosted_isReadWithItsVersion(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "account");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(LedgerReads.account(audit, 0, new AccountId("alice")))
          .contains(
              new LedgerReads.AccountReading(
                  new Account(new AccountId("alice"), EUR, 100, 30, false, false),
                  new Version(0, 12)));
      assertThat(LedgerReads.account(audit, 1, new AccountId("alice"))).isEmpty();
      assertThat(LedgerReads.account(audit, 0, new AccountId("nobody"))).isEmpty();
    }
  }

  @Test
  void sums_severalPartitionsAndCurrencies_areZeroEach(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "sums");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(LedgerReads.sums(audit))
          .containsExactly(sum(0, EUR, 0, 30, 0), sum(1, EUR, 0, 0, -7), sum(1, USD, 0, 0, 0));
    }
  }

  @Test
  void sums_tamperedBalance_areNotZero(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "tampered");
    ledger.execute(
        ledger.shard().user(),
        "UPDATE ledger.account SET posted_minor = posted_minor + 5 WHERE account = 'alice'");
    try (Connection audit = ledger.connect(LedgerSchema.AUDIT_ROLE)) {
      assertThat(LedgerReads.sums(audit)).contains(sum(0, EUR, 5, 30, 0));
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

  private static LedgerReads.PartitionSum sum(
      int partition, CurrencyCode currency, long posted, long held, long inTransit) {
    return new LedgerReads.PartitionSum(
        partition,
        currency,
        BigInteger.valueOf(posted),
        BigInteger.valueOf(held),
        BigInteger.valueOf(inTransit));
  }

  private static LedgerEntry entry(int partition, long offset, Command.LedgerCommand command) {
    return new LedgerEntry(partition, offset, new UUID(0x7000 + partition, offset), command);
  }
}
