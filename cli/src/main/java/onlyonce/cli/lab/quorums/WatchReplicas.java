package onlyonce.cli.lab.quorums;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import onlyonce.localcluster.Shard;

/**
 * Looks many times a second how many commands each replica shows as applied. One that is asked
 * later and shows less than another one showed before is behind, without any doubt; one that shows
 * less than it did itself has gone back.
 */
final class WatchReplicas implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
  private static final String READER = "onlyonce_audit";

  private final List<Shard> servers;
  private final Map<String, Connection> connections = new HashMap<>();
  private final Map<String, Long> shown = new HashMap<>();
  private final Queue<Look> looks = new ConcurrentLinkedQueue<>();
  private final Thread thread =
      Thread.ofPlatform().name("watch-replicas").daemon().unstarted(this::run);
  private volatile boolean running = true;
  private volatile long furthest;

  /** One look at one server, in commands. */
  private record Look(long nanos, String server, long commands, long behind, long back) {}

  private WatchReplicas(List<Shard> servers) {
    this.servers = List.copyOf(servers);
  }

  static WatchReplicas start(List<Shard> servers) {
    WatchReplicas watch = new WatchReplicas(servers);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (running) {
        for (Shard server : servers) {
          applied(server).ifPresent(commands -> note(server.name(), commands));
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      servers.forEach(server -> discard(server.name()));
    }
  }

  private void note(String server, long commands) {
    long before = shown.getOrDefault(server, 0L);
    looks.add(
        new Look(
            System.nanoTime(),
            server,
            commands,
            Math.max(0, furthest - commands),
            Math.max(0, before - commands)));
    shown.put(server, Math.max(before, commands));
    furthest = Math.max(furthest, commands);
  }

  /** Nothing from one that does not answer. */
  private OptionalLong applied(Shard server) {
    try {
      Connection connection = connections.get(server.name());
      if (connection == null) {
        connection = open(server);
        connections.put(server.name(), connection);
      }
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT sum(next_offset) FROM engine.progress")) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      discard(server.name());
      return OptionalLong.empty();
    }
  }

  private static Connection open(Shard server) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", READER);
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "1");
    properties.setProperty("socketTimeout", "1");
    return DriverManager.getConnection(server.jdbcUrl(), properties);
  }

  private void discard(String server) {
    Connection connection = connections.remove(server);
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // its server is gone
      }
    }
  }

  /** How many commands somebody has shown as applied. */
  long furthest() {
    return furthest;
  }

  /** How many commands the server was behind at most, since then. */
  long mostBehind(String server, long sinceNanos) {
    return most(server, sinceNanos, Look::behind);
  }

  /** How many commands less the server showed than it had shown before, at most, since then. */
  long mostBack(String server, long sinceNanos) {
    return most(server, sinceNanos, Look::back);
  }

  /** Whether the server has been seen since then to have so many commands. */
  boolean hasShown(String server, long commands, long sinceNanos) {
    return looks.stream()
        .filter(look -> look.server().equals(server) && look.nanos() > sinceNanos)
        .anyMatch(look -> look.commands() >= commands);
  }

  private long most(String server, long sinceNanos, ToLongFunction<Look> what) {
    return looks.stream()
        .filter(look -> look.server().equals(server) && look.nanos() > sinceNanos)
        .mapToLong(what)
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(ENDS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
