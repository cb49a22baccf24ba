package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.SharedCluster.Part;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orchestrators on real brokers: one of two is killed in the middle; then steps are not answered.
 * In this order, since the first counts every command in the log.
 */
@SharedCluster(Part.KAFKA)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OrchestratorIT {
  private static final int TRANSFERS = 500;
  private static final Duration WAIT = Duration.ofSeconds(90);
  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(12));

  @Test
  @Order(1)
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void transfers_oneOrchestratorKilledInTheMiddle_allCompleteOnce(
      TestScope scope, @TempDir Path folder) throws IOException {
    String servers = scope.bootstrapServers();
    createTopics(servers);
    List<Transfer> transfers = transfers(7, TRANSFERS);
    long started = System.currentTimeMillis();
    try (FakeLedger ledger = FakeLedger.start(servers);
        OrchestratorProcess first = OrchestratorProcess.start(servers, "first", folder);
        OrchestratorProcess second = OrchestratorProcess.start(servers, "second", folder);
        ResultReader results = new ResultReader(servers);
        KafkaProducer<byte[], byte[]> producer = producer(servers)) {
      await("both run").atMost(WAIT).until(() -> runs(first) && runs(second));

      send(producer, transfers.subList(0, 250));
      await("some results").atMost(WAIT).until(() -> results.read().size() >= 50);
      send(producer, transfers.subList(250, 400));
      long killed = System.currentTimeMillis();
      first.kill();
      send(producer, transfers.subList(400, TRANSFERS));
      await("all results").atMost(WAIT).until(() -> results.read().size() >= TRANSFERS);

      report(results.read(), started, killed);
      assertThat(ledger.wrong()).isEmpty();
      assertThat(results.read()).hasSize(TRANSFERS);
      Set<UUID> completed = new HashSet<>();
      for (ResultReader.Told told : results.read()) {
        assertThat(told.result().end()).isEqualTo(End.COMPLETED);
        completed.add(told.result().transferId());
      }
      assertThat(completed).isEqualTo(ids(transfers));
      assertStepsOnce(ledger.seen(), transfers);
    }
  }

  @Test
  @Order(2)
  @Timeout(value = 200, unit = TimeUnit.SECONDS)
  void answers_thatNeverCome_areAskedForAgainAndTheHoldIsGivenUp(
      TestScope scope, @TempDir Path folder) {
    String servers = scope.bootstrapServers();
    createTopics(servers);
    List<Transfer> transfers = transfers(11, 2);
    Transfer credited = transfers.getFirst();
    Transfer neverHeld = transfers.getLast();
    UUID credit = CommandIds.ofStep(credited.id(), CommandType.CREDIT);
    UUID noHold = CommandIds.ofStep(neverHeld.id(), CommandType.HOLD);
    AtomicReference<OrchestratorState> state = new AtomicReference<>();
    try (FakeLedger ledger =
            FakeLedger.deaf(
                servers, (id, attempt) -> id.equals(noHold) || (id.equals(credit) && attempt < 3));
        SagaOrchestrator orchestrator =
            new SagaOrchestrator(
                OrchestratorProcess.settings(servers, "third", folder, QUICK),
                InstantSource.system(),
                state::set);
        ResultReader results = new ResultReader(servers);
        KafkaProducer<byte[], byte[]> producer = producer(servers)) {
      orchestrator.start();
      await("it runs").atMost(WAIT).until(() -> state.get() == OrchestratorState.RUNNING);
      send(producer, transfers);
      await("both end")
          .atMost(WAIT)
          .until(() -> end(results, credited).isPresent() && end(results, neverHeld).isPresent());

      assertThat(end(results, credited).orElseThrow().end()).isEqualTo(End.COMPLETED);
      TransferResult givenUp = end(results, neverHeld).orElseThrow();
      assertThat(givenUp.end()).isEqualTo(End.COMPENSATED);
      assertThat(givenUp.reason()).contains(Outcome.DEADLINE_PASSED);
      assertThat(ledger.seen())
          .containsEntry(credit, 3)
          .containsEntry(CommandIds.ofStep(credited.id(), CommandType.HOLD), 1)
          .doesNotContainKey(CommandIds.ofStep(neverHeld.id(), CommandType.CREDIT));
      assertThat(ledger.seen().get(noHold)).isGreaterThanOrEqualTo(2);
      assertThat(orchestrator.figures().retried()).containsEntry("Crediting", 2L);
    }
  }

  private static Optional<TransferResult> end(ResultReader results, Transfer transfer) {
    return results.read().stream()
        .map(ResultReader.Told::result)
        .filter(result -> result.transferId().equals(transfer.id()))
        .findFirst();
  }

  private static boolean runs(OrchestratorProcess process) {
    return process.hasSaid(OrchestratorState.RUNNING);
  }

  private static void report(List<ResultReader.Told> told, long started, long killed) {
    List<Long> times = told.stream().map(ResultReader.Told::appendedMillis).sorted().toList();
    long longestGap = 0;
    for (int i = 1; i < times.size(); i++) {
      longestGap = Math.max(longestGap, times.get(i) - times.get(i - 1));
    }
    System.out.printf(
        "first result %d ms after the start; killed with %d of %d told; "
            + "longest gap %d ms; last result %d ms after the kill%n",
        times.getFirst() - started,
        times.stream().filter(time -> time <= killed).count(),
        TRANSFERS,
        longestGap,
        times.getLast() - killed);
  }

  /** Exactly-once in Kafka: whatever was done again after the kill was never committed before. */
  private static void assertStepsOnce(Map<UUID, Integer> seen, List<Transfer> transfers) {
    assertThat(seen).hasSize(3 * transfers.size());
    for (Transfer transfer : transfers) {
      for (CommandType step : List.of(CommandType.HOLD, CommandType.CREDIT, CommandType.SETTLE)) {
        assertThat(seen).containsEntry(CommandIds.ofStep(transfer.id(), step), 1);
      }
    }
  }

  private static Set<UUID> ids(List<Transfer> transfers) {
    Set<UUID> ids = new HashSet<>();
    transfers.forEach(transfer -> ids.add(transfer.id()));
    return ids;
  }

  private static List<Transfer> transfers(long seed, int count) {
    CommandIds ids = new CommandIds(Clock.systemUTC(), new Random(seed));
    List<Transfer> transfers = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Transfer across = Sample.across(number);
      transfers.add(
          new Transfer(
              ids.next(),
              new AccountId(across.from().value()),
              across.to(),
              new Amount(1 + number),
              new CurrencyCode("EUR")));
    }
    return transfers;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, List<Transfer> transfers) {
    for (Transfer transfer : transfers) {
      String key = transfer.id().toString();
      WireRecord start =
          new WireRecord(
              Topic.TRANSFERS.topicName(),
              Partitioning.ofKey(key, Sample.SIX.count()),
              key,
              new Event(transfer.id(), TransferCodec.EVENT_TYPE, "test", Instant.EPOCH),
              TransferCodec.encode(transfer));
      var _ = producer.send(start.toProducerRecord());
    }
    producer.flush();
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "acks", "all"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void createTopics(String servers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicSetup(Sample.SIX.count(), (short) 3).apply(admin);
    }
  }
}
