package onlyonce.cli.failover;

import java.sql.Connection;
import java.sql.SQLException;
import onlyonce.localcluster.Shard;
import org.postgresql.ds.PGSimpleDataSource;

/** A session with one server, in which every wait is bounded: a paused one takes connections. */
final class OpenServer {
  private static final int CONNECT_SECONDS = 2;

  private OpenServer() {}

  /**
   * @param answerSeconds how long any one answer may take
   */
  static Connection session(Shard server, int answerSeconds) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(server.jdbcUrl());
    source.setUser(server.user());
    source.setApplicationName("onlyonce-failover");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(answerSeconds);
    return source.getConnection();
  }
}
