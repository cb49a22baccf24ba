package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.ShardMap.Place;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@SharedCluster(SharedCluster.Part.KAFKA)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MapTermIT {
  private static final String SOURCE = "/test";
  private static final Clock CLOCK = Clock.systemUTC();

  private final Map<String, Object> client;

  MapTermIT(TestScope scope) {
    this.client = Map.of("bootstrap.servers", scope.bootstrapServers());
    for (Topic topic : Topic.values()) {
      scope.deleteAfterwards(topic.topicName());
    }
  }

  @BeforeAll
  void publish() {
    try (Admin admin = Admin.create(client)) {
      new TopicSetup(6, (short) 3).apply(admin);
    }
    assertThatThrownBy(() -> MapTerm.claim(client, CLOCK, SOURCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds no map; run `ledger migrate` first");
    ShardMap map =
        ShardMap.modulo(Partitioning.hash(6), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));
    ShardMapTopic.publish(client, map, CLOCK, SOURCE);
  }

  private MapTerm claim() {
    return MapTerm.claim(client, CLOCK, SOURCE);
  }

  private ShardMap read() {
    return ShardMapTopic.read(client).orElseThrow();
  }

  private static Place next(ShardMap map, int partition, String jdbcUrl) {
    Place place = map.place(partition);
    return new Place(place.shard(), jdbcUrl, place.epoch() + 1);
  }

  @Test
  void publish_ofASuccessor_countsAndThatOfADeposedOneDoesNot() {
    try (MapTerm first = claim();
        MapTerm second = claim()) {
      ShardMap before = read();
      assertThat(second.number()).isEqualTo(first.number() + 1);
      assertThat(second.map()).isEqualTo(before);

      assertThatThrownBy(() -> first.publish(Map.of(0, next(before, 0, "jdbc:of-the-deposed"))))
          .isInstanceOf(DeposedException.class);
      assertThat(read()).isEqualTo(before);
      Map<Integer, Place> changed =
          Map.of(1, next(before, 1, "jdbc:c"), 3, next(before, 3, "jdbc:c"));
      assertThat(second.publish(changed)).isEqualTo(before.with(changed)).isEqualTo(read());
    }
  }

  /** Paused with its records sent and its transaction open, it wakes to commit. */
  @Test
  void claim_overOneThatIsPausedInMidPublication_sparesItsSuccessorAllOfIt() throws Exception {
    ShardMap before = read();
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("transactional.id", "onlyonce-shard-map");
    try (KafkaProducer<byte[], byte[]> paused =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      paused.initTransactions();
      paused.beginTransaction();
      byte[] value = ShardMapRecords.write(next(before, 5, "jdbc:of-the-paused"));
      paused.send(new ProducerRecord<>("shard-map", 0, "5".getBytes(UTF_8), value)).get();

      try (MapTerm successor = claim()) {
        assertThat(successor.map()).isEqualTo(before);
        assertThatThrownBy(paused::commitTransaction).isInstanceOf(KafkaException.class);
        assertThat(successor.publish(Map.of(4, next(before, 4, "jdbc:d")))).isEqualTo(read());
      }
    }
    assertThat(read().place(5)).isEqualTo(before.place(5));
  }

  /** The control: nobody claimed meanwhile, and the same publication counts. */
  @Test
  void publish_pausedButNotDeposed_counts() {
    try (MapTerm only = claim()) {
      ShardMap published = only.publish(Map.of(5, next(only.map(), 5, "jdbc:of-the-only")));
      assertThat(read()).isEqualTo(published);
    }
  }

  @Test
  void claim_severalAtOnce_noNumberIsGivenTwice() throws Exception {
    int claimers = 4;
    List<Long> numbers = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(claimers)) {
      List<Callable<Long>> claims = new ArrayList<>();
      for (int i = 0; i < claimers; i++) {
        claims.add(
            () -> {
              try (MapTerm term = claim()) {
                return term.number();
              }
            });
      }
      for (Future<Long> claim : executor.invokeAll(claims)) {
        try {
          numbers.add(claim.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(DeposedException.class);
        }
      }
    }
    assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void publish_fallingEpoch_isRefused() {
    try (MapTerm term = claim()) {
      Place place = term.map().place(2);
      Place falling = new Place(place.shard(), place.jdbcUrl(), place.epoch() - 1);
      assertThatThrownBy(() -> term.publish(Map.of(2, falling)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the epoch of ledger partition 2 would fall");
    }
  }

  @Test
  void follow_aPublication_isToldOnceAndKept() throws Exception {
    LinkedBlockingQueue<ShardMap> told = new LinkedBlockingQueue<>();
    try (FollowShardMap follow = FollowShardMap.start(client);
        MapTerm term = claim()) {
      follow.onChange(told::add);
      assertThat(told.poll()).isEqualTo(read());
      ShardMap published = term.publish(Map.of(2, next(term.map(), 2, "jdbc:e")));

      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(published);
      assertThat(follow.current()).isEqualTo(published);
      assertThat(told.poll(Duration.ofMillis(300).toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }
  }
}
