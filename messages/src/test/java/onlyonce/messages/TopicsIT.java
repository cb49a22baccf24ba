package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** One story: the topics are created, used, and asked for again. */
@SharedCluster(SharedCluster.Part.KAFKA)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TopicsIT {
  private static final TopicSetup SIX = new TopicSetup(6, (short) 3);
  private static final ShardMap MAP =
      ShardMap.modulo(Partitioning.hash(6), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));

  private final TestScope scope;
  private final Map<String, Object> client;
  private final Admin admin;

  TopicsIT(TestScope scope) {
    this.scope = scope;
    this.client = Map.of("bootstrap.servers", scope.bootstrapServers());
    this.admin = Admin.create(client);
  }

  @AfterAll
  void close() {
    admin.close();
  }

  @Test
  @Order(1)
  void apply_emptyCluster_createsEveryTopicWithItsSettings() throws Exception {
    assertThat(SIX.apply(admin))
        .containsExactlyInAnyOrder(
            "transfers",
            "ledger-commands",
            "ledger-outcomes",
            "transfer-results",
            "dead-letters",
            "shard-map");
    for (Topic topic : Topic.values()) {
      scope.deleteAfterwards(topic.topicName());
      TopicDescription description =
          Objects.requireNonNull(
              admin
                  .describeTopics(Set.of(topic.topicName()))
                  .allTopicNames()
                  .get()
                  .get(topic.topicName()));
      int partitions =
          switch (topic) {
            case TRANSFERS, LEDGER_COMMANDS, LEDGER_OUTCOMES, TRANSFER_RESULTS -> 6;
            case DEAD_LETTERS -> 3;
            case SHARD_MAP -> 1;
          };
      assertThat(description.partitions())
          .hasSize(partitions)
          .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
      assertThat(setting(topic, "min.insync.replicas")).isEqualTo("2");
      assertThat(setting(topic, "message.timestamp.type")).isEqualTo("LogAppendTime");
      assertThat(setting(topic, "unclean.leader.election.enable")).isEqualTo("false");
      assertThat(setting(topic, "retention.ms")).isEqualTo("-1");
      assertThat(setting(topic, "retention.bytes")).isEqualTo("-1");
      assertThat(setting(topic, "cleanup.policy"))
          .isEqualTo(topic == Topic.SHARD_MAP ? "compact" : "delete");
    }
  }

  @Test
  @Order(2)
  void apply_again_createsNothing() {
    assertThat(SIX.apply(admin)).isEmpty();
  }

  @Test
  @Order(3)
  void apply_otherCount_isRefused() {
    assertThatThrownBy(() -> new TopicSetup(12, (short) 3).apply(admin))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "topic [a-z-]+ has 6 partitions but 12 were asked for;"
                + " the count never changes during the log's life");
  }

  @Test
  @Order(4)
  void read_nothingPublished_isEmpty() {
    assertThat(ShardMapTopic.read(client)).isEmpty();
  }

  @Test
  @Order(5)
  void read_published_isTheSameMap() {
    ShardMapTopic.publish(client, MAP, Clock.systemUTC(), "/test");

    assertThat(ShardMapTopic.read(client)).contains(MAP);
  }

  @Test
  @Order(6)
  void read_publishedAgain_isTheLatestMap() {
    TreeMap<Integer, ShardMap.Place> places = new TreeMap<>(MAP.places());
    places.put(3, new ShardMap.Place("shard-1", "jdbc:a", 2));
    ShardMap moved = MAP.withPlaces(places);
    ShardMapTopic.publish(client, moved, Clock.systemUTC(), "/test");

    assertThat(ShardMapTopic.read(client)).contains(moved);
  }

  @Test
  @Order(7)
  void read_rubbishInTheTopic_isRefusedClearly() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] value = "{\"function\":\"hash\",\"partitions\":4294967302}".getBytes(UTF_8);
      producer
          .send(new ProducerRecord<>("shard-map", 0, "partitioning".getBytes(UTF_8), value))
          .get();
    }
    assertThatThrownBy(() -> ShardMapTopic.read(client))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("topic shard-map cannot be read: field partitions must be");
  }

  private String setting(Topic topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    Config config =
        Objects.requireNonNull(admin.describeConfigs(Set.of(resource)).all().get().get(resource));
    return config.get(name).value();
  }
}
