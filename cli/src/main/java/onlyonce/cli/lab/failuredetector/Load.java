package onlyonce.cli.lab.failuredetector;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import onlyonce.localcluster.Shard;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps servers busy, several sessions each: small transactions, and now and then one that sorts. A
 * session that breaks begins anew.
 */
final class Load implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Load.class);
  private static final int SESSIONS = 2;
  private static final int SORT_EVERY = 200;
  private static final int ANSWER_SECONDS = 10;
  private static final long PAUSE_MILLIS = 200;

  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS load (id int PRIMARY KEY, n bigint NOT NULL)";
  private static final String ROWS =
      "INSERT INTO load SELECT id, 0 FROM generate_series(1, 1000) id ON CONFLICT DO NOTHING";
  private static final String SORT =
      "SELECT count(*) FROM (SELECT hashint4(n) FROM generate_series(1, 300000) n ORDER BY 1) sorted";

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong transactions = new AtomicLong();

  private Load() {}

  static Load on(List<Shard> servers) throws SQLException {
    Load load = new Load();
    for (Shard server : servers) {
      try (Connection connection = open(server);
          Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
        statement.execute(ROWS);
      }
      for (int i = 0; i < SESSIONS; i++) {
        load.threads.add(
            Thread.ofVirtual().name("load-" + server.name()).start(() -> load.work(server)));
      }
    }
    return load;
  }

  /** How many were committed. */
  long transactions() {
    return transactions.get();
  }

  private void work(Shard server) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = open(server);
          Statement statement = connection.createStatement()) {
        for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
          statement.execute("UPDATE load SET n = n + 1 WHERE id = " + (1 + i % 1_000));
          transactions.incrementAndGet();
          if (i % SORT_EVERY == 0) {
            statement.execute(SORT);
          }
        }
      } catch (SQLException e) {
        LOG.debug("a session on {} broke", server.name(), e); // it was killed: that is what we do
        rest();
      }
    }
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Connection open(Shard server) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(server.jdbcUrl());
    source.setUser(server.user());
    source.setApplicationName("lab-load");
    source.setConnectTimeout(ANSWER_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    return source.getConnection();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
