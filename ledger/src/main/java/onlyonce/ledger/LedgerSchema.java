package onlyonce.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The ledger's tables in a shard's database: schema {@code ledger}, with a migration history of its
 * own. Every ledger partition has tables of its own in it, such as {@code ledger.account_p0}.
 */
public final class LedgerSchema {
  /** Owns the tables; only it drops them. */
  public static final String OWNER_ROLE = "onlyonce_owner";

  /** Applies commands: reads and appends, and updates balances and hold states. */
  public static final String APPLY_ROLE = "onlyonce_apply";

  /** Reads everything, writes nothing. */
  public static final String AUDIT_ROLE = "onlyonce_audit";

  private static final String SCHEMA = "ledger";

  private LedgerSchema() {}

  /**
   * Brings the schema to this version; harmless when it is there. Several processes may migrate at
   * once: they wait for each other, up to a minute.
   *
   * @param admin connections of a user that may create roles and schemas; not a pool of fewer than
   *     four
   * @throws SQLException when the database cannot be reached, or another migration never ended
   */
  public static void migrate(DataSource admin) throws SQLException {
    try (Connection turn = admin.getConnection()) {
      // Flyway creates its schema before it takes its own lock. This one is the session's: it ends
      // with the process, however that ends.
      takeTurn(turn);
      try {
        flyway(admin).migrate();
      } finally {
        endTurn(turn);
      }
    }
  }

  /**
   * Makes the tables of ledger partitions that have none yet, in the connection's transaction.
   *
   * @param admin a user that may migrate
   * @param partitions ledger partitions, not negative
   * @throws SQLException when one is negative, or the user may not create tables
   */
  public static void createPartitions(Connection admin, Collection<Integer> partitions)
      throws SQLException {
    try (PreparedStatement create =
        admin.prepareStatement(
            """
            SELECT ledger.create_partition(number)
            FROM unnest(?::int[]) AS wanted (number)
            ORDER BY number
            """)) {
      create.setArray(1, admin.createArrayOf("int4", partitions.toArray(Integer[]::new)));
      create.execute();
    }
  }

  private static Flyway flyway(DataSource admin) {
    return Flyway.configure(LedgerSchema.class.getClassLoader())
        .dataSource(admin)
        .loggers("slf4j")
        .locations("classpath:onlyonce/ledger/migration")
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        .table("flyway_history")
        .placeholders(Map.of("owner", OWNER_ROLE, "apply", APPLY_ROLE, "audit", AUDIT_ROLE))
        .load();
  }

  private static void takeTurn(Connection turn) throws SQLException {
    try (Statement statement = turn.createStatement()) {
      statement.execute("SET lock_timeout = '60s'");
      statement.execute("SELECT pg_advisory_lock(hashtextextended('onlyonce.ledger.migrate', 0))");
    }
  }

  private static void endTurn(Connection turn) throws SQLException {
    try (Statement statement = turn.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_unlock(hashtextextended('onlyonce.ledger.migrate', 0))");
      statement.execute("RESET lock_timeout");
    }
  }
}
