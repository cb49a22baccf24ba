package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code saga} shows of transfers, and what a person can do about them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SagaIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final CurrencyCode EUR = new CurrencyCode("EUR");

  private final Path directory = RunningPlatform.newFolder("saga");
  private final RunningPlatform platform = RunningPlatform.start(directory.resolve("home"));
  private final Partitioning partitioning = platform.map().partitioning();
  private final CommandIds ids = new CommandIds(Clock.systemUTC(), new SecureRandom());
  private final AccountId alice = new AccountId("alice");
  private final AccountId bob = account((partitioning.of(alice) + 1) % partitioning.count());
  private final AccountId nobody = new AccountId("no-" + bob.value());

  @BeforeAll
  void openAccounts() throws Exception {
    Path file = directory.resolve("accounts.csv");
    Files.writeString(
        file,
        """
        type,ref,account,from,to,amount_minor,currency
        open,a,alice,,,10000,EUR
        open,b,%s,,,10000,EUR
        """
            .formatted(bob));
    assertThat(platform.run("send", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
  }

  @AfterAll
  void stopPlatform() {
    platform.close();
  }

  @Test
  @Order(1)
  void show_ofACompletedTransfer_tellsEveryStepAndReply() {
    UUID id = transfer(ids.next(), bob);
    awaitListed("Completed", id);

    RunningPlatform.Said shown = platform.run("saga", "show", id.toString());
    assertThat(shown.exitCode()).as(shown.err()).isEqualTo(ExitCode.OK);
    assertThat(shown.out())
        .contains("Completed", "alice → " + bob + ", 100 EUR")
        .containsSubsequence(
            "Transfer asked",
            "Hold sent, attempt 1",
            "Hold answered Applied",
            "Credit sent, attempt 1",
            "Credit answered Applied",
            "Settle sent, attempt 1",
            "Settle answered Applied",
            "Transfer ended Completed")
        .contains("ledger-commands-" + partitioning.of(bob) + "@");
    String json = platform.run("saga", "show", id.toString(), "--json").out();
    assertThat(json).contains("\"what\" : \"SENT\"", "\"subject\" : \"Credit\"", "\"attempt\" : 1");
    assertThat(platform.run("saga", "list").out()).contains("0 sagas");
    assertRefused("it is not parked", "resume", id);
    assertRefused("it has ended", "compensate", id);
  }

  @Test
  @Order(2)
  void show_ofACompensatedTransfer_tellsTheReason() {
    UUID id = transfer(ids.next(), nobody);
    awaitListed("Compensated", id);

    assertThat(platform.run("saga", "show", id.toString()).out())
        .contains("because of AccountNotFound")
        .containsSubsequence(
            "Credit answered AccountNotFound",
            "Release sent, attempt 1",
            "Release answered Applied",
            "Transfer ended Compensated (AccountNotFound)");
  }

  @Test
  @Order(3)
  void compensate_aTransferThatWaitsForItsHold_turnsItBack() {
    platform.cluster().pause("processor-1");
    platform.cluster().pause("processor-2");
    UUID id = transfer(ids.next(), bob);
    try {
      awaitListed("Holding", id);
      await("it is slow")
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(platform.run("saga", "list", "--state=slow").out())
                      .contains(id.toString(), "waits for Hold by ledger partition", "1 saga"));
      assertThat(platform.run("saga", "list", "--json").out())
          .contains("\"slow\" : true", "\"step\" : \"Hold\"", "\"ledger_partition\" : ");
      assertThat(platform.run("saga", "list", "--older-than=1h").out()).contains("0 sagas");
      RunningPlatform.Said said = platform.run("saga", "compensate", id.toString());
      assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
      assertThat(said.out()).contains("Releasing");
      assertRefused("it turns back already", "compensate", id);
    } finally {
      platform.cluster().resume("processor-1");
      platform.cluster().resume("processor-2");
    }
    awaitListed("Compensated", id);
    assertThat(platform.run("saga", "show", id.toString()).out())
        .contains("Compensate asked", "because of Cancelled");
  }

  @Test
  @Order(4)
  void resume_aTransferWhoseCreditWasNotJudged_releasesItAfterLooking() {
    // The destination forgets after a second, and its log has gone on since this id was made.
    write(
        Topic.LEDGER_COMMANDS,
        partitioning.of(bob),
        bob.value(),
        new Event(ids.next(), "onlyonce.Configure", "test", Instant.now()),
        CommandCodec.encode(new Command.Configure(1, Duration.ofSeconds(1))));
    moveOnTheDestination();
    UUID id = transfer(aMinuteAgo().next(), bob);
    awaitListed("Parked", id);
    assertThat(platform.run("saga", "list").out())
        .contains("Credit was answered Expired by ledger partition " + partitioning.of(bob));
    assertRefused("its Credit was sent", "compensate", id);

    RunningPlatform.Said said = platform.run("saga", "resume", id.toString());
    assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.OK);
    awaitListed("Expired", id);
    assertThat(platform.run("saga", "show", id.toString()).out())
        .contains("Resume asked (the destination has no money in its version ")
        .contains("Transfer ended Expired");
    assertThat(platform.run("ledger", "balance", "alice").out()).contains("held 0");
  }

  @Test
  @Order(5)
  void show_ofAnUnknownId_saysSo() {
    RunningPlatform.Said said = platform.run("saga", "show", ids.next().toString());
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no saga has the id");
    assertThat(platform.run("saga", "resume", ids.next().toString()).exitCode())
        .isEqualTo(ExitCode.SOME_REFUSED);
  }

  @Test
  @Order(6)
  void metrics_ofAnOrchestratorThatTakesOver_tellTheParkedSagaUntilItIsResumed() throws Exception {
    moveOnTheDestination();
    UUID id = transfer(aMinuteAgo().next(), bob);
    awaitListed("Parked", id);
    // Whoever comes knows of it from the store alone.
    List<String> others = List.of("orchestrator-1", "orchestrator-2");
    others.forEach(platform.cluster()::kill);
    try (ScrapedRole role =
        ScrapedRole.start(platform, directory, "orchestrator", "orchestrator-3")) {
      role.await("onlyonce_sagas_parked 1.0");
      role.await("onlyonce_saga_tasks_uncounted 0.0");
      assertThat(role.scrape())
          .contains(
              "onlyonce_sagas_open{state=\"Parked\"} 1.0",
              "onlyonce_sagas_open{state=\"Crediting\"} 0.0",
              "onlyonce_sagas_slow 0.0",
              "onlyonce_sagas_ended_total{end=\"Expired\"} 0.0")
          .anyMatch(line -> line.startsWith("kafka_stream_thread_task_created_total{"))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));

      RunningPlatform.Said said = platform.run("saga", "resume", id.toString());
      assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.OK);
      role.await("onlyonce_sagas_ended_total{end=\"Expired\"} 1.0");
      role.await("onlyonce_sagas_parked 0.0");
      assertThat(role.scrape())
          .contains("onlyonce_saga_duration_seconds_count{end=\"Expired\"} 1")
          .contains("onlyonce_sagas_open{state=\"Parked\"} 0.0");
    } finally {
      platform.cluster().restart(others);
    }
  }

  @Test
  @Order(7)
  void metrics_ofAProcessor_tellWhatItCommits() throws Exception {
    List<String> others = List.of("processor-1", "processor-2");
    others.forEach(platform.cluster()::kill);
    try (ScrapedRole role = ScrapedRole.start(platform, directory, "processor", "processor-3")) {
      UUID id = transfer(ids.next(), bob);
      awaitListed("Completed", id);
      role.await("onlyonce_processor_outcomes_unpublished 0.0");
      List<String> lines = role.scrape();
      assertThat(ScrapedRole.sum(lines, "onlyonce_processor_commands_total{"))
          .isGreaterThanOrEqualTo(3);
      assertThat(ScrapedRole.sum(lines, "onlyonce_processor_takeovers_total{"))
          .isGreaterThanOrEqualTo(partitioning.count());
      assertThat(ScrapedRole.sum(lines, "onlyonce_processor_transaction_seconds_count{"))
          .isPositive();
      assertThat(lines)
          .anyMatch(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{"))
          .anyMatch(line -> line.startsWith("kafka_producer_record_send_total{"));
    } finally {
      platform.cluster().restart(others);
    }
  }

  @Test
  @Order(8)
  void compensate_afterAConflict_releasesWhatAnotherHeldUnlessACreditIsInTheLog() {
    UUID held = ids.next();
    foreignStep(new Command.Hold(held, alice, new Amount(7), EUR));
    awaitShown("Hold answered Applied", held);
    transfer(held, bob);
    awaitListed("Parked", held);
    UUID credited = ids.next();
    foreignStep(new Command.Hold(credited, alice, new Amount(7), EUR));
    foreignStep(new Command.Credit(credited, bob, new Amount(7), EUR));
    awaitShown("Credit answered Applied", credited);
    awaitShown("Hold answered Applied", credited);
    transfer(credited, bob);
    awaitListed("Parked", credited);
    assertRefused("another command had the id of its step", "resume", held);
    assertThat(platform.run("ledger", "balance", "alice").out()).contains("held 14");

    RunningPlatform.Said said = platform.run("saga", "compensate", held.toString());
    assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.OK);
    awaitListed("Compensated", held);
    assertRefused("a Credit under its id is in the log", "compensate", credited);
    assertThat(platform.run("ledger", "balance", "alice").out()).contains("held 7");
  }

  /** Its log has gone on until now, so what it forgets after a second is older. */
  private void moveOnTheDestination() {
    write(
        Topic.LEDGER_COMMANDS,
        partitioning.of(bob),
        bob.value(),
        new Event(ids.next(), "onlyonce.Post", "test", Instant.now()),
        CommandCodec.encode(new Command.Post(bob, bob, new Amount(1), EUR)));
  }

  /** A step that no saga sent. */
  private void foreignStep(Command.SagaStep step) {
    write(
        Topic.LEDGER_COMMANDS,
        partitioning.of(step.account()),
        step.account().value(),
        new Event(
            CommandIds.ofStep(step.transferId(), step.type()),
            step.type().eventType(),
            "somebody",
            Instant.now()),
        CommandCodec.encode(step));
  }

  private static CommandIds aMinuteAgo() {
    return new CommandIds(
        Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1)), new SecureRandom());
  }

  private void assertRefused(String why, String command, UUID id) {
    RunningPlatform.Said said = platform.run("saga", command, id.toString());
    assertThat(said.exitCode()).as(said.out()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(said.err()).contains("refused: " + why);
  }

  private void awaitListed(String state, UUID id) {
    await(state)
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(platform.run("saga", "list", "--state=" + state).out())
                    .contains(id.toString()));
  }

  private void awaitShown(String moment, UUID id) {
    await(moment)
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(platform.run("saga", "show", id.toString()).out()).contains(moment));
  }

  private UUID transfer(UUID id, AccountId to) {
    Transfer transfer = new Transfer(id, alice, to, new Amount(100), EUR);
    write(
        Topic.TRANSFERS,
        Partitioning.ofKey(id.toString(), partitioning.count()),
        id.toString(),
        new Event(id, TransferCodec.EVENT_TYPE, "test", Instant.now()),
        TransferCodec.encode(transfer));
    return id;
  }

  private void write(Topic topic, int partition, String key, Event event, byte[] value) {
    Map<String, Object> properties = new HashMap<>(platform.kafka());
    properties.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      var _ =
          producer.send(
              new WireRecord(topic.topicName(), partition, key, event, value).toProducerRecord());
    }
  }

  private AccountId account(int partition) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> new AccountId("acct-" + n))
        .filter(candidate -> partitioning.of(candidate) == partition)
        .findFirst()
        .orElseThrow();
  }
}
