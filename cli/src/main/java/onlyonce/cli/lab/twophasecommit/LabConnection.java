package onlyonce.cli.lab.twophasecommit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections of the lab to the shards, as the superuser and under a name that tells their job. */
final class LabConnection {
  static final String USER = "postgres";

  /** The witnesses' sessions. */
  static final String WITNESS = "lab-witness";

  /** The sessions that hold something up on purpose, look on, or check. */
  static final String LAB = "lab";

  private static final int CONNECT_SECONDS = 5;

  /** Nothing here waits longer: an outage lasts seconds. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(90);

  private LabConnection() {}

  static Connection open(String jdbcUrl, String job) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl);
    source.setUser(USER);
    source.setApplicationName(job);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout((int) LONGEST_ANSWER.toSeconds());
    return source.getConnection();
  }
}
