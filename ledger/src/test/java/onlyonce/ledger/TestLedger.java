package onlyonce.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import onlyonce.localcluster.Shard;
import org.postgresql.ds.PGSimpleDataSource;

/** A shard's database with the ledger's schema in it. */
record TestLedger(Shard shard) {

  static TestLedger migrated(Shard shard, Collection<Integer> partitions) throws SQLException {
    TestLedger ledger = new TestLedger(shard);
    LedgerSchema.migrate(ledger.admin());
    try (Connection connection = ledger.connect(shard.user())) {
      LedgerSchema.createPartitions(connection, partitions);
    }
    return ledger;
  }

  DataSource admin() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(shard.jdbcUrl());
    source.setUser(shard.user());
    return source;
  }

  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(shard.jdbcUrl(), user, "");
  }

  /** As a processor does it: its role, its own transaction. */
  Connection begin() throws SQLException {
    Connection connection = connect(LedgerSchema.APPLY_ROLE);
    connection.setAutoCommit(false);
    return connection;
  }

  void execute(String user, String sql) throws SQLException {
    try (Connection connection = connect(user);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Every row as its columns, joined by a blank. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect(LedgerSchema.AUDIT_ROLE);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", columns));
      }
      return rows;
    }
  }

  /**
   * All books of this shard, without surrogate keys, in an order that inserting doesn't matter to.
   */
  List<String> books() throws SQLException {
    List<String> books = new ArrayList<>();
    books.addAll(
        rows(
            """
            SELECT 'account', ledger_partition, account, currency, posted_minor, held_minor,
                may_go_negative, closed, version
            FROM ledger.account
            """));
    books.addAll(
        rows(
            """
            SELECT 'hold', ledger_partition, transfer_id, account, currency, amount_minor, state,
                version
            FROM ledger.hold
            """));
    books.addAll(
        rows(
            """
            SELECT 'posting', ledger_partition, log_offset, command_id, transfer_id, kind, account,
                currency, amount_minor
            FROM ledger.posting
            """));
    books.sort(null);
    return books;
  }
}
