package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
   * Brings the schema up to date; safe to run twice, or twice at once.
   *
   * @param owner connects with the right to create schemas and roles
   */
  public static void migrate(DataSource owner) {
    Flyway.configure()
        .dataSource(owner)
        .locations("classpath:onlyonce/processor/migration")
        .schemas("engine")
        .defaultSchema("engine")
        .table("flyway_history")
        .load()
        .migrate();
  }

  /**
   * Makes the tables of ledger partitions that have none here yet. Does not commit.
   *
   * @param today in UTC; ids of yesterday and the coming week get a range for each day
   */
  public static void addLedgerPartitions(
      Connection connection, Collection<Integer> partitions, LocalDate today) throws SQLException {
    String sql =
        """
        SELECT engine.add_ledger_partition(?, ?, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int partition : new TreeSet<>(partitions)) {
        statement.setInt(1, partition);
        statement.setObject(2, today.minusDays(1));
        statement.setInt(3, DAYS_AHEAD + 1);
        statement.execute();
      }
    }
  }
}
