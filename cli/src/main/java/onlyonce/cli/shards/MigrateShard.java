package onlyonce.cli.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import onlyonce.ledger.LedgerSchema;
import onlyonce.processor.EngineSchema;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings one shard's two schemas up to date; harmless when they are. */
public final class MigrateShard {
  private MigrateShard() {}

  /**
   * @param adminUser may create schemas and roles
   * @param partitions the ledger partitions that get tables here unless they have some
   */
  public static void run(
      String jdbcUrl, String adminUser, Collection<Integer> partitions, Clock clock)
      throws SQLException {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setURL(jdbcUrl);
    admin.setUser(adminUser);
    admin.setConnectTimeout(10);
    EngineSchema.migrate(admin);
    LedgerSchema.migrate(admin);
    try (Connection connection = admin.getConnection()) {
      connection.setAutoCommit(false);
      EngineSchema.addLedgerPartitions(
          connection, partitions, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      LedgerSchema.createPartitions(connection, partitions);
      connection.commit();
    }
  }
}
