package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import org.junit.jupiter.api.Test;

@SharedCluster(SharedCluster.Part.POSTGRES)
final class LedgerSchemaIT {
  private static final String DENIED = "42501";
  private static final String SUPERUSER = "postgres";

  @Test
  void migrate_twice_changesNothing(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "again");
    List<String> before = ledger.books();
    LedgerSchema.migrate(ledger.admin());
    try (Connection admin = ledger.connect(SUPERUSER)) {
      LedgerSchema.createPartitions(admin, List.of(1, 0, 0));
    }
    assertThat(before).isNotEmpty();
    assertThat(ledger.books()).isEqualTo(before);
    assertThat(tables(ledger))
        .containsExactly(
            "account",
            "account_p0",
            "account_p1",
            "hold",
            "hold_p0",
            "hold_p1",
            "posting",
            "posting_p0",
            "posting_p1");
  }

  @Test
  void migrate_severalAtOnce_allSucceed(TestScope scope) throws Exception {
    TestLedger ledger = new TestLedger(scope.shards("race").getFirst());
    int processes = 4;
    try (ExecutorService executor = Executors.newFixedThreadPool(processes)) {
      List<Future<TestLedger>> runs = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        runs.add(executor.submit(() -> TestLedger.migrated(ledger.shard(), List.of(2, 1, 0, 5))));
      }
      for (Future<TestLedger> run : runs) {
        run.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(tables(ledger)).hasSize(3 + 3 * 4);
  }

  /** The second server: no superuser has made the roles there. */
  @Test
  void migrate_withoutASuperuser_succeeds(TestScope scope) throws SQLException {
    Shard shard = scope.shards("managed").getLast();
    TestLedger bySuperuser = new TestLedger(shard);
    bySuperuser.execute(SUPERUSER, "CREATE ROLE cloud_admin LOGIN CREATEROLE");
    bySuperuser.execute(
        SUPERUSER, "GRANT CREATE ON DATABASE ledgerschemait_managed TO cloud_admin");

    TestLedger ledger =
        TestLedger.migrated(
            new Shard(shard.name(), shard.jdbcUrl(), "cloud_admin", shard.role()), List.of(0, 1));

    LedgerSchema.migrate(ledger.admin());
    assertThat(tables(ledger)).hasSize(9);
  }

  @Test
  void createPartitions_negativeNumber_isRefused(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "negative");
    try (Connection admin = ledger.connect(SUPERUSER)) {
      assertThatThrownBy(() -> LedgerSchema.createPartitions(admin, List.of(3, -1)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("not negative but is -1");
      LedgerSchema.createPartitions(admin, List.of());
    }
    assertThat(tables(ledger)).hasSize(9);
  }

  @Test
  void createPartitions_byTheProcessorsRole_isDenied(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "denied");
    try (Connection apply = ledger.connect(LedgerSchema.APPLY_ROLE)) {
      assertThatThrownBy(() -> LedgerSchema.createPartitions(apply, List.of(7)))
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(DENIED));
    }
  }

  @Test
  void tables_allOfThem_belongToTheOwner(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "owner");
    assertThat(
            ledger.rows(
                """
                SELECT DISTINCT tableowner FROM pg_tables
                WHERE schemaname = 'ledger' AND tablename <> 'flyway_history'
                """))
        .containsExactly(LedgerSchema.OWNER_ROLE);
  }

  @Test
  void tables_rewrittenByTheProcessorsRole_denyIt(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "grants");
    List<String> before = ledger.books();
    for (String leaf : List.of("", "_p0")) {
      for (String statement :
          List.of(
              "UPDATE ledger.posting" + leaf + " SET amount_minor = 1",
              "DELETE FROM ledger.posting" + leaf,
              "TRUNCATE ledger.posting" + leaf,
              "DELETE FROM ledger.account" + leaf,
              "TRUNCATE ledger.account" + leaf,
              "UPDATE ledger.account" + leaf + " SET account = 'mallory'",
              "DELETE FROM ledger.hold" + leaf,
              "TRUNCATE ledger.hold" + leaf,
              "UPDATE ledger.hold" + leaf + " SET amount_minor = 1",
              "DROP TABLE ledger.posting" + leaf)) {
        assertDenied(ledger, LedgerSchema.APPLY_ROLE, statement);
      }
    }
    for (String table : List.of("account", "posting", "hold", "posting_p0")) {
      assertDenied(ledger, LedgerSchema.AUDIT_ROLE, "DELETE FROM ledger." + table);
      assertDenied(
          ledger,
          LedgerSchema.AUDIT_ROLE,
          "INSERT INTO ledger." + table + " (account) VALUES ('m')");
      assertDenied(
          ledger, LedgerSchema.AUDIT_ROLE, "UPDATE ledger." + table + " SET account = 'm'");
    }
    assertThat(ledger.books()).isEqualTo(before);
  }

  @Test
  void tables_rewrittenByASuperuser_areAppendOnly(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "triggers");
    List<String> before = ledger.books();
    for (String leaf : List.of("", "_p0")) {
      for (String statement :
          List.of(
              "UPDATE ledger.posting" + leaf + " SET amount_minor = 1",
              "DELETE FROM ledger.posting" + leaf,
              "TRUNCATE ledger.posting" + leaf,
              "DELETE FROM ledger.account" + leaf,
              "TRUNCATE ledger.account" + leaf,
              "DELETE FROM ledger.hold" + leaf,
              "TRUNCATE ledger.hold" + leaf)) {
        assertThatThrownBy(() -> ledger.execute(SUPERUSER, statement))
            .as(statement)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("append-only");
      }
    }
    // Moving a row to another ledger partition deletes it here.
    assertThatThrownBy(
            () -> ledger.execute(SUPERUSER, "UPDATE ledger.account SET ledger_partition = 1"))
        .hasMessageContaining("append-only");
    assertThat(ledger.books()).isEqualTo(before);
  }

  @Test
  void posting_deletedWithTriggersOff_isGone(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "tampered");
    ledger.execute(SUPERUSER, "SET session_replication_role = replica; DELETE FROM ledger.posting");
    assertThat(ledger.rows("SELECT * FROM ledger.posting")).isEmpty();
  }

  @Test
  void constraints_nonsense_isRefused(TestScope scope) throws SQLException {
    TestLedger ledger = filled(scope, "nonsense");
    for (String statement :
        List.of(
            "UPDATE ledger.account SET held_minor = -1",
            "UPDATE ledger.hold SET state = 'tombstone'",
            "UPDATE ledger.hold SET state = 'gone'")) {
      assertThatThrownBy(() -> ledger.execute(LedgerSchema.APPLY_ROLE, statement))
          .as(statement)
          .hasMessageContaining("violates check constraint");
    }
  }

  private static void assertDenied(TestLedger ledger, String user, String statement) {
    assertThatThrownBy(() -> ledger.execute(user, statement))
        .as("%s by %s", statement, user)
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(DENIED));
  }

  private static List<String> tables(TestLedger ledger) throws SQLException {
    return ledger.rows(
        """
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'ledger' AND tablename <> 'flyway_history'
        ORDER BY 1
        """);
  }

  /** One account with a hold and postings, in ledger partition 0. */
  private static TestLedger filled(TestScope scope, String name) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards(name).getFirst(), List.of(0, 1));
    AccountId account = new AccountId("alice");
    CurrencyCode eur = new CurrencyCode("EUR");
    try (Connection tx = ledger.begin()) {
      LedgerStore.exclusive()
          .apply(
              tx,
              List.of(
                  entry(0, new Command.Open(account, eur, 100, false)),
                  entry(1, new Command.Hold(new UUID(0x7000, 7), account, new Amount(5), eur))));
      tx.commit();
    }
    return ledger;
  }

  private static LedgerEntry entry(long offset, Command.LedgerCommand command) {
    return new LedgerEntry(0, offset, new UUID(0x7000, offset), command);
  }
}
