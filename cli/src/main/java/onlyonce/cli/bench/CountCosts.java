package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Topic;
import onlyonce.saga.SagaSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Counts log entries and commits from outside, without adding to them. */
final class CountCosts {
  private static final Set<String> OF_KAFKA = Set.of("__consumer_offsets", "__transaction_state");

  private final Place place;
  private final String database;

  /**
   * @param database the shards' name for it
   */
  CountCosts(Place place, String database) {
    this.place = place;
    this.database = database;
  }

  SagaCosts.Counts now(long sagas) {
    try {
      return new SagaCosts.Counts(ends(place.admin()), commits(), sagas);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read the topics' ends", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the topics' ends", e);
    }
  }

  private static Map<String, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException {
    Predicate<String> ours =
        name ->
            OF_KAFKA.contains(name)
                || name.startsWith(SagaSettings.APPLICATION_ID)
                || isOfThePlatform(name);
    Set<String> names =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
            .filter(ours)
            .collect(Collectors.toSet());
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    admin
        .describeTopics(names)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        partition ->
                            asked.put(
                                new TopicPartition(name, partition.partition()),
                                OffsetSpec.latest())));
    Map<String, Long> ends = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, end) -> ends.merge(partition.topic(), end.offset(), Long::sum));
    return ends;
  }

  private static boolean isOfThePlatform(String name) {
    for (Topic topic : Topic.values()) {
      if (topic.topicName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Asked in another database, since each look is a commit, too. */
  private long commits() {
    long commits = 0;
    for (Shard shard : place.cluster().shards()) {
      try (Connection connection = ShardConnection.of(shard.jdbcUrl(), shard.user());
          PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT xact_commit FROM pg_stat_database WHERE datname = ?
                  """)) {
        select.setString(1, database);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            throw new IllegalStateException(shard.name() + " has no database " + database);
          }
          commits += row.getLong(1);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("cannot count the commits of " + shard.name(), e);
      }
    }
    return commits;
  }
}
