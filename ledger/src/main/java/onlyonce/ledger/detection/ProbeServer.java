package onlyonce.ledger.detection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one server again and again whether it answers, over a connection of its own. An answer is a
 * heartbeat; a refusal, such as of a server that still starts, is none. A paused server takes
 * connections and never answers, so every wait is bounded, and ends when the thread is interrupted
 * (a virtual one: that closes its socket).
 */
final class ProbeServer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeServer.class);

  private final WatchedServer server;
  private final Duration interval;
  private final int patienceMillis;
  private final LongConsumer heartbeat;
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private @Nullable Connection open;

  ProbeServer(WatchedServer server, WatchSettings settings, LongConsumer heartbeat) {
    this.server = server;
    this.interval = settings.interval();
    this.patienceMillis = (int) settings.patience().toMillis();
    this.heartbeat = heartbeat;
    int seconds = Math.ceilDiv(patienceMillis, 1_000);
    source.setURL(server.jdbcUrl());
    source.setUser(server.user());
    source.setApplicationName("onlyonce-heartbeat");
    source.setConnectTimeout(seconds);
    source.setSocketTimeout(seconds);
  }

  @Override
  public void run() {
    long due = System.nanoTime();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (answers()) {
          heartbeat.accept(System.nanoTime());
        }
        due = Math.max(due + interval.toNanos(), System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      discard();
    }
  }

  private boolean answers() {
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      return row.next();
    } catch (SQLException e) {
      LOG.debug("{} does not answer", server.name(), e);
      discard();
      return false;
    }
  }

  private Connection connection() throws SQLException {
    Connection current = open;
    if (current == null) {
      current = source.getConnection();
      open = current;
      current.setNetworkTimeout(Runnable::run, patienceMillis);
    }
    return current;
  }

  private void discard() {
    Connection current = open;
    open = null;
    if (current != null) {
      try {
        current.abort(Runnable::run); // a close would still have something to say to the server
      } catch (SQLException e) {
        LOG.debug("closing a broken connection to {}", server.name(), e);
      }
    }
  }
}
