package onlyonce.cli;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlyonce.cli.shards.MigrateShard;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.MapTerm;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Prepares Kafka and the shards for work, and is harmless to run again: topics, shard map, both
 * schemas, the tables of each ledger partition, and the {@code Configure} that opens each ledger
 * partition's log.
 */
final class Migration {
  private static final String SOURCE = "onlyonce/migrate";
  private static final Command.Configure FIRST_RULES =
      new Command.Configure(1, Duration.ofHours(24));

  private final Map<String, Object> clientProperties;
  private final Wish wish;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * What is wanted.
   *
   * @param layout of the ledger; its partitioning is never changed afterwards
   * @param replicationFactor of the topics
   * @param jdbcUrls of the primaries, by shard
   * @param servers where all servers are that are known, standbys included
   * @param adminUser may create schemas and roles on every shard
   */
  record Wish(
      LedgerLayout layout,
      short replicationFactor,
      SortedMap<String, String> jdbcUrls,
      Set<String> servers,
      String adminUser) {}

  Migration(
      Map<String, Object> clientProperties, Wish wish, Clock clock, Consumer<String> progress) {
    this.clientProperties = Map.copyOf(clientProperties);
    this.wish = wish;
    this.clock = clock;
    this.progress = progress;
  }

  ShardMap run() {
    try (Admin admin = Admin.create(clientProperties)) {
      Optional<ShardMap> published = published(admin, clientProperties);
      published.ifPresent(this::requireTheSame);
      Partitioning partitioning =
          published
              .map(ShardMap::partitioning)
              .orElseGet(wish.layout()::partitioningOfANewPlatform);
      List<String> created =
          new TopicSetup(partitioning.count(), wish.replicationFactor()).apply(admin);
      progress.accept(created.isEmpty() ? "topics are there" : "topics created: " + created);
      ShardMap map = published.isPresent() ? withAddresses(published.get()) : newMap(partitioning);
      for (Map.Entry<String, String> shard : wish.jdbcUrls().entrySet()) {
        migrate(shard.getKey(), shard.getValue(), map);
      }
      configureNewPartitions(admin, map);
      return map;
    }
  }

  /** The shard map, if there is one already. */
  static Optional<ShardMap> published(Map<String, Object> clientProperties) {
    try (Admin admin = Admin.create(clientProperties)) {
      return published(admin, clientProperties);
    }
  }

  private static Optional<ShardMap> published(Admin admin, Map<String, Object> clientProperties) {
    try {
      return admin.listTopics().names().get().contains(Topic.SHARD_MAP.topicName())
          ? ShardMapTopic.read(clientProperties)
          : Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot list the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listing the topics", e);
    }
  }

  private void requireTheSame(ShardMap map) {
    wish.layout()
        .partitioning()
        .ifPresent(wanted -> PlatformCheck.samePartitioning(map.partitioning(), wanted));
    wish.layout()
        .placement()
        .filter(wanted -> !wanted.equals(map.placement()))
        .ifPresent(
            wanted -> {
              throw new UsageException(
                  "ledger partitions are placed by %s, and migrate moves none; `ledger plan --strategy %s` tells what would move"
                      .formatted(map.placement().label(), wanted.label()));
            });
  }

  private ShardMap newMap(Partitioning partitioning) {
    ShardMap map =
        ShardMap.placed(partitioning, wish.layout().placementOfANewPlatform(), wish.jdbcUrls());
    ShardMapTopic.publish(clientProperties, map, clock, SOURCE);
    progress.accept("shard map published: ledger partitions by " + partitioning.describe());
    return map;
  }

  /** Addresses of now; nobody else may change the map meanwhile, so it is done under a term. */
  private ShardMap withAddresses(ShardMap map) {
    if (addressed(map).isEmpty()) {
      return map;
    }
    try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
      ShardMap addressed = term.publish(addressed(term.map()));
      progress.accept("shard map published with the shards' new addresses");
      return addressed;
    }
  }

  private SortedMap<Integer, ShardMap.Place> addressed(ShardMap map) {
    SortedMap<Integer, ShardMap.Place> changed = new TreeMap<>();
    map.places()
        .forEach(
            (partition, place) -> {
              String jdbcUrl = wish.jdbcUrls().get(place.shard());
              if (jdbcUrl == null) {
                throw new UsageException(
                    "the shard map places ledger partition %d on %s, which was not named"
                        .formatted(partition, place.shard()));
              }
              if (!jdbcUrl.equals(place.jdbcUrl())) {
                requireNoFailover(place);
                changed.put(
                    partition,
                    new ShardMap.Place(place.shard(), jdbcUrl, place.epoch(), place.moving()));
              }
            });
    return changed;
  }

  /** A promoted server must store its term before it is named. */
  private void requireNoFailover(ShardMap.Place place) {
    if (wish.servers().contains(place.jdbcUrl())) {
      throw new IllegalStateException(
          "%s has another primary than the map says: a failover is not at its end; `ledger failover %s` ends it"
              .formatted(place.shard(), place.shard()));
    }
  }

  private void migrate(String shard, String jdbcUrl, ShardMap map) {
    List<Integer> partitions = List.copyOf(map.partitionsOf(shard));
    try {
      MigrateShard.run(jdbcUrl, wish.adminUser(), partitions, clock);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot migrate " + shard + " at " + jdbcUrl, e);
    }
    progress.accept("%s has ledger partitions %s".formatted(shard, partitions));
  }

  /** The first record of each ledger partition's log says by which rules it is judged. */
  private void configureNewPartitions(Admin admin, ShardMap map) {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, map.partitioning().count())
            .boxed()
            .collect(
                Collectors.toMap(
                    p -> new TopicPartition(Topic.LEDGER_COMMANDS.topicName(), p),
                    p -> OffsetSpec.latest()));
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(asked).all().get();
      CommandIds ids = new CommandIds(clock, new SecureRandom());
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
        if (end.getValue().offset() == 0) {
          Event event =
              new Event(ids.next(), FIRST_RULES.type().eventType(), SOURCE, clock.instant());
          producer
              .send(
                  new WireRecord(
                          Topic.LEDGER_COMMANDS.topicName(),
                          end.getKey().partition(),
                          "~configure",
                          event,
                          CommandCodec.encode(FIRST_RULES))
                      .toProducerRecord())
              .get();
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot configure the ledger partitions", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while configuring the ledger partitions", e);
    }
  }
}
