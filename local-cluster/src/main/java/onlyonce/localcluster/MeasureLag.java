package onlyonce.localcluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;

/**
 * Asks every primary and standby how far it is. The primaries are asked first, so a standby may
 * have come further by the time it answers: then nothing is missing.
 *
 * <p>All servers share this machine's clock; over several machines the seconds would be as right as
 * their clocks.
 */
public final class MeasureLag {
  private static final String ANSWER_SECONDS = "2";

  private MeasureLag() {}

  /** What a primary says. */
  private record Primary(String shard, String position, Map<String, String> states) {}

  private interface Question<T> {
    T ask(Statement statement) throws SQLException;
  }

  /** The lag of every standby among the servers, in their order. */
  public static List<ReplicaLag> of(List<Shard> servers) {
    List<Shard> standbys =
        servers.stream().filter(server -> server.role().equals(Shard.STANDBY)).toList();
    if (standbys.isEmpty()) {
      return List.of();
    }
    Map<String, Primary> primaries = new HashMap<>();
    inParallel(ClusterStatus.primaries(servers), MeasureLag::primary)
        .forEach(found -> found.ifPresent(primary -> primaries.put(primary.shard(), primary)));
    return inParallel(
        standbys, standby -> standby(standby, Optional.ofNullable(primaries.get(standby.shard()))));
  }

  private static Optional<Primary> primary(Shard server) {
    return asked(
        server,
        statement -> {
          String position;
          try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
            row.next();
            position = row.getString(1);
          }
          Map<String, String> states = new HashMap<>();
          try (ResultSet row =
              statement.executeQuery("SELECT application_name, state FROM pg_stat_replication")) {
            while (row.next()) {
              states.put(row.getString(1), row.getString(2));
            }
          }
          return new Primary(server.shard(), position, states);
        });
  }

  private static ReplicaLag standby(Shard server, Optional<Primary> primary) {
    String sql =
        """
        SELECT pg_last_wal_replay_lsn(),
            extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()),
            pg_get_wal_replay_pause_state() <> 'not paused'
        """;
    return asked(
            server,
            statement -> {
              try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return lag(server, primary, row);
              }
            })
        .orElseGet(() -> ReplicaLag.silent(server));
  }

  private static ReplicaLag lag(Shard server, Optional<Primary> primary, ResultSet row)
      throws SQLException {
    String replayed = row.getString(1);
    Double seconds = row.getObject(2) == null ? null : (Double) Math.max(0, row.getDouble(2));
    Long bytes = null;
    if (primary.isPresent() && replayed != null) {
      bytes = Math.max(0, ReplicaLag.bytes(primary.get().position()) - ReplicaLag.bytes(replayed));
      seconds = bytes == 0 ? (Double) 0.0 : seconds;
    }
    String state =
        row.getBoolean(3)
            ? ReplicaLag.PAUSED
            : primary
                .map(found -> found.states().getOrDefault(server.name(), ReplicaLag.DETACHED))
                .orElse(ReplicaLag.DETACHED);
    return new ReplicaLag(server.name(), server.shard(), state, replayed, bytes, seconds);
  }

  /** Nothing from a server that is dead, paused or in no state to answer. */
  private static <T> Optional<T> asked(Shard server, Question<T> question) {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("connectTimeout", ANSWER_SECONDS);
    properties.setProperty("loginTimeout", ANSWER_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("ApplicationName", "onlyonce-lag");
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      return Optional.of(question.ask(statement));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static <T> List<T> inParallel(
      List<Shard> servers, java.util.function.Function<Shard, T> question) {
    return InParallel.all(
        servers.stream().<Callable<T>>map(server -> () -> question.apply(server)).toList());
  }
}
