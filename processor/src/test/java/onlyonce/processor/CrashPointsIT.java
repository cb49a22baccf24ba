package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.processor.PostgresProxy.Point;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A processor killed at each point of its way, as a process, by SIGKILL. A proxy holds its
 * conversation with the database at the point until it is dead; what its last words had reached
 * stays open there, as if the machine and not the process had gone. The controls of the points in a
 * batch are steps without a process, in {@link ApplySlicesIT} and {@link RepublishIT}.
 */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashPointsIT {
  private static final int PARTITION = 0;

  private CounterPlatform platform;
  private PostgresProxy proxy;
  private String key = "";
  private int tests;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(List.of(scope.shards().getFirst()), 2));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  @BeforeEach
  void openProxy() throws Exception {
    proxy = PostgresProxy.before(platform.shards().shardOf(PARTITION));
    tests++;
    key = "crash-" + tests;
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  private CounterChild startChild() {
    ProcessorSettings settings = platform.settings("child-" + tests, "child-" + tests);
    return CounterChild.start(
        platform, settings, platform.shards().through(proxy).map(), CounterProcess.Work.COUNTS);
  }

  private CounterShards.Total total() throws Exception {
    return platform.shards().totals(key).getOrDefault(key, new CounterShards.Total(0, 0));
  }

  private CounterShards.Row row() throws Exception {
    return platform.shards().progress(PARTITION);
  }

  /** A child that has counted one command, and is killed at the point with the second one. */
  private UUID killInABatchAt(Point point) throws Exception {
    try (CounterChild child = startChild()) {
      platform.send(PARTITION, new Count(key, 1));
      platform.awaitCaughtUp();
      long before = row().nextOffset();
      proxy.hold(point);
      UUID id = platform.send(PARTITION, new Count(key, 1));
      platform.flush();
      proxy.awaitHeld();
      child.kill();
      assertThat(row().nextOffset()).isEqualTo(point == Point.COMMITTED ? before + 1 : before);
      assertThat(platform.readOutcomes(id)).isEmpty();
      return id;
    }
  }

  private List<String> sessionsOfTheDead() throws Exception {
    return platform
        .shards()
        .rows(
            PARTITION,
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'onlyonce:child-%d:%%'"
                .formatted(tests));
  }

  private void letASuccessorFinish() {
    try (var _ = platform.startAlone("successor-" + tests)) {
      platform.awaitCaughtUp();
    }
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void kill_inABatch_isCountedOnceAndAnswered(Point point) throws Exception {
    UUID id = killInABatchAt(point);
    // Inside its transaction it holds locks beyond its death.
    assertThat(point != Point.COMMIT || !sessionsOfTheDead().isEmpty()).isTrue();
    letASuccessorFinish();
    Awaitility.await("terminated")
        .until(() -> point != Point.COMMIT || sessionsOfTheDead().isEmpty());
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(platform.readOutcomes(id)).hasSize(1);
  }

  /** Commits and publishes a command; its process is killed before that is noted. */
  private UUID killUnnoted() throws Exception {
    try (CounterChild child = startChild()) {
      platform.send(PARTITION, new Count(key, 1));
      platform.awaitCaughtUp();
      proxy.hold(Point.COMMITTED);
      UUID id = platform.send(PARTITION, new Count(key, 1));
      platform.flush();
      proxy.awaitHeld();
      // It hears of its commit, and nothing that it says after that arrives.
      proxy.hold(Point.REQUEST);
      Awaitility.await("published")
          .atMost(CounterPlatform.PATIENCE)
          .until(() -> !platform.readOutcomes(id).isEmpty());
      child.kill();
      assertThat(row().publishedOffset()).isLessThan(row().nextOffset());
      return id;
    }
  }

  private static Set<String> eventIds(List<ConsumerRecord<byte[], byte[]>> outcomes) {
    return outcomes.stream()
        .map(o -> new String(o.headers().lastHeader("ce_id").value(), UTF_8))
        .collect(Collectors.toSet());
  }

  @Test
  void kill_publishedButNotNoted_theSameOutcomeComesAgain() throws Exception {
    UUID id = killUnnoted();
    letASuccessorFinish();
    List<ConsumerRecord<byte[], byte[]>> outcomes = platform.readOutcomes(id);
    assertThat(outcomes).hasSize(2);
    assertThat(outcomes.getLast().value()).isEqualTo(outcomes.getFirst().value());
    assertThat(outcomes.getLast().headers()).isEqualTo(outcomes.getFirst().headers());
    assertThat(eventIds(outcomes)).hasSize(1);
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  /** The control: with an id for each publishing, nobody can drop the repeat. */
  @Test
  void publishAgain_withFreshEventIds_looksLikeTwoOutcomes() throws Exception {
    UUID id = platform.send(PARTITION, new Count(key, 1));
    letASuccessorFinish();
    platform
        .shards()
        .execute(
            PARTITION,
            "UPDATE engine.progress SET published_offset = next_offset - 1 WHERE ledger_partition = 0");
    Handler<Count> fresh =
        new ForwardingHandler(platform.handler()) {
          @Override
          public Event event(UUID commandId, Reply reply) {
            Event event = super.event(commandId, reply);
            UUID another = CommandIds.derived(commandId, "once more");
            return new Event(another, event.type(), event.source(), event.time());
          }
        };
    try (var _ =
        new RunningProcessor(platform.settings("fresh", "fresh"), platform.shards().map(), fresh)) {
      platform.awaitCaughtUp();
    }
    assertThat(eventIds(platform.readOutcomes(id))).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMIT", "COMMITTED"})
  void kill_inItsTakeover_anotherTakesOver(Point point) throws Exception {
    String former = row().session();
    platform.send(PARTITION, new Count(key, 1));
    proxy.hold(point);
    try (CounterChild child = startChild()) {
      proxy.awaitHeld();
      child.kill();
    }
    String session = row().session();
    assertThat(session.startsWith("onlyonce:child-" + tests)).isEqualTo(point == Point.COMMITTED);
    assertThat(session.equals(former)).isEqualTo(point == Point.COMMIT);
    letASuccessorFinish();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
  }
}
