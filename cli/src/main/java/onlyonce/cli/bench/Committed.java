package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import onlyonce.messages.ShardMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** How many records a subject has committed, seen from outside. */
interface Committed extends AutoCloseable {
  long read();

  @Override
  void close();

  /** What {@code engine.progress} says on all shards. */
  static Committed inDatabases(ShardMap map, String user) {
    return new InDatabases(map, user);
  }

  /** What the group has committed to Kafka. */
  static Committed inKafka(Admin admin, String group) {
    return new InKafka(admin, group);
  }

  /** One connection and one prepared statement a shard. */
  final class InDatabases implements Committed {
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    private InDatabases(ShardMap map, String user) {
      try {
        for (String jdbcUrl : map.jdbcUrls().values()) {
          Connection connection = ShardConnection.of(jdbcUrl, user);
          connections.add(connection);
          statements.add(
              connection.prepareStatement(
                  """
                  SELECT coalesce(sum(next_offset), 0) FROM engine.progress
                  """));
        }
      } catch (SQLException e) {
        close();
        throw new IllegalStateException("cannot look at the shards' progress", e);
      }
    }

    @Override
    public long read() {
      long sum = 0;
      for (PreparedStatement statement : statements) {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          sum += row.getLong(1);
        } catch (SQLException e) {
          throw new IllegalStateException("cannot read a shard's progress", e);
        }
      }
      return sum;
    }

    @Override
    public void close() {
      for (Connection connection : connections) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IllegalStateException("cannot close a connection", e);
        }
      }
    }
  }

  /** A group's offsets; the admin client is somebody else's. */
  record InKafka(Admin admin, String group) implements Committed {
    @Override
    public long read() {
      try {
        return admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .values()
            .stream()
            .mapToLong(OffsetAndMetadata::offset)
            .sum();
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot read the offsets of " + group, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void close() {}
  }
}
