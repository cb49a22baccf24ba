package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one completed saga leaves passes, and a wrong result does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifySagasIT {
  private static final String PAYER =
      "(SELECT min(account) FROM ledger.account WHERE ledger_partition = 0 AND account LIKE 'account-%')";
  private static final String PAYEE =
      "(SELECT min(account) FROM ledger.account WHERE ledger_partition = 1 AND account LIKE 'account-%')";

  /** Five minor units from ledger partition 0 to 1: its Hold, Credit and Settle are ids 1, 2, 3. */
  private static final String ONE_SAGA =
      """
      INSERT INTO ledger.account (ledger_partition, account, currency, posted_minor, held_minor, may_go_negative, closed, version)
      VALUES (0, '~in-transit:EUR', 'EUR', 5, 0, true, false, 1), (1, '~in-transit:EUR', 'EUR', -5, 0, true, false, 1);
      UPDATE ledger.account SET posted_minor = posted_minor - 5 WHERE ledger_partition = 0 AND account = {payer};
      UPDATE ledger.account SET posted_minor = posted_minor + 5 WHERE ledger_partition = 1 AND account = {payee};
      INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor)
      VALUES (1, 0, {id 2}, {id 9}, 'Credit', {payee}, 'EUR', 5), (1, 0, {id 2}, {id 9}, 'Credit', '~in-transit:EUR', 'EUR', -5),
             (0, 1, {id 3}, {id 9}, 'Settle', {payer}, 'EUR', -5), (0, 1, {id 3}, {id 9}, 'Settle', '~in-transit:EUR', 'EUR', 5);
      INSERT INTO ledger.hold (ledger_partition, transfer_id, account, currency, amount_minor, state, version)
      VALUES (0, {id 9}, {payer}, 'EUR', 5, 'settled', 2);
      INSERT INTO engine.processed (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
      VALUES (0, {id 1}, '', 0, 'ledger-outcomes', {id 9}, ''), (1, {id 2}, '', 0, 'ledger-outcomes', {id 9}, ''),
             (0, {id 3}, '', 1, 'ledger-outcomes', {id 9}, '');
      """
          .replace("{payer}", PAYER)
          .replace("{payee}", PAYEE)
          .replaceAll("\\{id (\\d)}", "'01932c07-0000-7000-8000-00000000000$1'::uuid");

  private final Books books = Books.of(20, 2);
  private LocalCluster cluster;
  private ShardDatabases databases;
  private ShardMap map;
  private int database;

  @BeforeAll
  void start(@TempDir Path home) {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(0)
                .withShards(1)
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    databases = new ShardDatabases(cluster, Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @BeforeEach
  void create() throws SQLException {
    map = databases.create("sagas_" + database++, books);
    execute(ONE_SAGA);
  }

  @Test
  void run_afterOneCompletedSaga_findsNothingWrong() {
    assertThatCode(() -> verify(1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UPDATE ledger.hold SET state = 'held' | holds that are not settled: 1
          UPDATE ledger.account SET held_minor = 5 WHERE account = 'account-000001' | accounts with money held: 1
          UPDATE ledger.account SET posted_minor = posted_minor + 1 WHERE account = '~in-transit:EUR' AND ledger_partition = 0 | money in transit: 1
          UPDATE ledger.account SET posted_minor = posted_minor + 1 WHERE account = 'account-000001' | money of the accounts
          INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor) SELECT ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor FROM ledger.posting LIMIT 1 | commands without exactly two postings that sum to zero: 1
          INSERT INTO engine.refused VALUES (0, 77, NULL, 'reason', 'detail') | records refused: 1
          SELECT 2 | settled holds: 1 instead of 2
          SELECT 0 | no saga was sent
          """)
  void run_afterTampering_saysWhatIsWrong(String tampering, String complaint) throws SQLException {
    execute(tampering);
    long sagas = tampering.startsWith("SELECT") ? Long.parseLong(tampering.substring(7)) : 1;

    assertThatThrownBy(() -> verify(sagas)).hasMessageContaining(complaint);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = ShardConnection.of(map.place(0).jdbcUrl(), databases.admin());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void verify(long sagas) {
    new VerifySagas(map, databases.admin()).run(new VerifySagas.Expected(sagas, 20));
  }
}
