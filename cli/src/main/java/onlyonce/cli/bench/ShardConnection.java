package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the shards, alike for ceiling and baselines. */
final class ShardConnection {
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int SOCKET_TIMEOUT_SECONDS = 600;

  private ShardConnection() {}

  /** A connection of a subject, without auto-commit. Statements are prepared at first sight. */
  static Connection ofSubject(String jdbcUrl) throws SQLException {
    PGSimpleDataSource source = source(jdbcUrl, SubjectSettings.USER);
    source.setPrepareThreshold(1);
    // Batches are alike, so planning each anew is wasted; and a plan from before the tables grew
    // must not be one that reads whole tables.
    source.setOptions("-c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** A connection that looks on or verifies, with auto-commit. */
  static Connection of(String jdbcUrl, String user) throws SQLException {
    return source(jdbcUrl, user).getConnection();
  }

  static PGSimpleDataSource source(String jdbcUrl, String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl);
    source.setUser(user);
    source.setApplicationName("onlyonce-bench");
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    return source;
  }
}
