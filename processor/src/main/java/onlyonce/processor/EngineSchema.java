package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The engine's tables, in schema {@code engine}, with a Flyway history of their own. */
public final class EngineSchema {
  private static final int DAYS_AHEAD = 7;

  private EngineSchema() {}

  /**
   * Brings the schema up to date; harmless when it is. Several processes may migrate at once: they
   * wait for each other, up to a minute.
   *
   * @param owner connects with the right to create schemas and roles; not a pool of fewer than four
   * @throws SQLException when the database cannot be reached, or another migration never ended
   */
  public static void migrate(DataSource owner) throws SQLException {
    try (Connection turn = owner.getConnection()) {
      // Flyway creates its schema before it takes a lock of its own. This one ends with the
      // session.
      takeTurn(turn);
      try {
        flyway(owner).migrate();
      } finally {
        endTurn(turn);
      }
    }
  }

  /**
   * Makes the tables of ledger partitions that have none here yet. Does not commit.
   *
   * @param today in UTC; ids of yesterday and the coming week get a range for each day
   */
  public static void addLedgerPartitions(
      Connection connection, Collection<Integer> partitions, LocalDate today) throws SQLException {
    for (int partition : new TreeSet<>(partitions)) {
      addLedgerPartition(connection, partition, today.minusDays(1), DAYS_AHEAD + 1);
    }
  }

  static void addLedgerPartition(Connection connection, int partition, LocalDate firstDay, int days)
      throws SQLException {
    String sql =
        """
        SELECT engine.add_ledger_partition(?, ?, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, partition);
      statement.setObject(2, firstDay);
      statement.setInt(3, days);
      statement.execute();
    }
  }

  private static Flyway flyway(DataSource owner) {
    return Flyway.configure(EngineSchema.class.getClassLoader())
        .dataSource(owner)
        .loggers("slf4j")
        .locations("classpath:onlyonce/processor/migration")
        .schemas("engine")
        .defaultSchema("engine")
        .table("flyway_history")
        .load();
  }

  private static void takeTurn(Connection turn) throws SQLException {
    try (Statement statement = turn.createStatement()) {
      statement.execute("SET lock_timeout = '60s'");
      statement.execute("SELECT pg_advisory_lock(hashtextextended('onlyonce.engine.migrate', 0))");
    }
  }

  private static void endTurn(Connection turn) throws SQLException {
    try (Statement statement = turn.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_unlock(hashtextextended('onlyonce.engine.migrate', 0))");
      statement.execute("RESET lock_timeout");
    }
  }
}
