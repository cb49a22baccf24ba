package onlyonce.chaos.reconcile;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.chaos.history.ReplicaReading.Role;

/** Reads what every server has, and gives standbys some time to apply the last of it. */
final class ReadReplicas {
  private static final List<String> TABLES =
      List.of(
          "engine.progress",
          "engine.processed",
          "engine.refused",
          "ledger.account",
          "ledger.posting",
          "ledger.hold");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String ANSWER_SECONDS = "60";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private ReadReplicas() {}

  static List<ReplicaReading> of(List<ReplicaAddress> servers) {
    List<ReplicaReading> readings = new ArrayList<>();
    SortedMap<String, SortedMap<String, String>> primaries = new TreeMap<>();
    for (ReplicaAddress server : servers) {
      if (server.role() == Role.PRIMARY) {
        primaries.put(server.shard(), read(server));
        readings.add(reading(server, primaries.getOrDefault(server.shard(), new TreeMap<>())));
      }
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (ReplicaAddress server : servers) {
      if (server.role() == Role.STANDBY) {
        SortedMap<String, String> tables = read(server);
        while (!tables.equals(primaries.get(server.shard())) && System.nanoTime() < deadline) {
          LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
          tables = read(server);
        }
        readings.add(reading(server, tables));
      }
    }
    return readings;
  }

  private static ReplicaReading reading(ReplicaAddress server, SortedMap<String, String> tables) {
    return new ReplicaReading(server.shard(), server.server(), server.role(), tables);
  }

  /** Nothing from one that does not answer. */
  private static SortedMap<String, String> read(ReplicaAddress server) {
    SortedMap<String, String> tables = new TreeMap<>();
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("ApplicationName", "onlyonce-reconcile");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", ANSWER_SECONDS); // One that is paused never answers.
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet row = statement.executeQuery(digest(table))) {
          row.next();
          tables.put(table, "%d rows (%s)".formatted(row.getLong(1), row.getString(2)));
        }
      }
      return tables;
    } catch (SQLException e) {
      return new TreeMap<>();
    }
  }

  private static String digest(String table) {
    return """
    SELECT count(*), to_hex((coalesce(sum(hashtextextended(each::text, 0)::numeric), 0) %% 2^52::numeric)::bigint)
    FROM %s AS each
    """
        .formatted(table);
  }
}
