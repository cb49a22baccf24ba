package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is down meanwhile, and for however long: every saga ends, in both ledger partitions or
 * in neither. After each case the books are reconciled. Every payer is on one shard, every payee on
 * the other, and each case has payees of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SagaEndsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration HOLD_DEADLINE = Duration.ofSeconds(5);
  private static final String PAST_THE_DEADLINE = "6s";
  private static final int TRANSFERS = 5;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path directory = RunningPlatform.newFolder("saga-ends");
  private final RunningPlatform platform =
      RunningPlatform.start(
          directory.resolve("home"),
          Map.of(
              "ONLYONCE_HOLD_DEADLINE",
              HOLD_DEADLINE.toSeconds() + "s",
              "ONLYONCE_RETRY_AFTER",
              "2s"));
  private final Partitioning partitioning = platform.map().partitioning();
  private final CommandIds ids = new CommandIds(Clock.systemUTC(), new SecureRandom());
  private final AccountId payer = account("payer", "shard-1");
  private final AccountId waiting = account("waiting", "shard-2");
  private final AccountId credited = account("credited", "shard-2");
  private final AccountId unheld = account("unheld", "shard-2");
  private final AccountId closing = account("closing", "shard-2");
  private final AccountId forgetful = account("forgetful", "shard-2");

  @BeforeAll
  void openAccounts() throws IOException {
    StringBuilder lines = new StringBuilder("open,payer,%s,,,10000,EUR%n".formatted(payer));
    for (AccountId payee : List.of(waiting, credited, unheld, closing, forgetful)) {
      lines.append("open,%s,%s,,,0,EUR%n".formatted(payee, payee));
    }
    send("accounts", lines.toString());
    assertReconciled();
  }

  @AfterEach
  void reconcile() {
    assertReconciled();
  }

  @AfterAll
  void stopPlatform() {
    platform.close();
  }

  @Test
  @Order(1)
  void destinationsShard_downPastTheDeadline_itsSagasWaitAreListedAndEndWhenItIsBack()
      throws IOException {
    platform.cluster().kill("shard-2");
    pay(waiting, TRANSFERS);
    awaitSlow("Crediting", waiting, TRANSFERS);

    assertThat(platform.run("saga", "list", "--state=slow").out())
        .contains(waits("Credit", waiting, "shard-2"), TRANSFERS + " sagas");
    assertThat(sagas("Compensated", waiting)).isEmpty();

    platform.cluster().restart("shard-2");
    awaitIn("Completed", waiting, TRANSFERS);
    assertBalance(waiting, TRANSFERS * 100, 0);
  }

  @Test
  @Order(2)
  void sourcesShard_downAfterThePivot_itsSagasOnlyGoForward() throws IOException {
    platform.cluster().kill("shard-2");
    pay(credited, TRANSFERS);
    awaitIn("Crediting", credited, TRANSFERS);
    platform.cluster().kill("shard-1");
    platform.cluster().restart("shard-2");
    awaitSlow("Settling", credited, TRANSFERS);

    assertThat(platform.run("saga", "list", "--state=slow").out())
        .contains(waits("Settle", payer, "shard-1"));
    assertBalance(credited, TRANSFERS * 100, 0);
    String one = sagas("Settling", credited).getFirst().get("id").asString();
    assertThat(platform.run("saga", "compensate", one).exitCode()).isEqualTo(ExitCode.SOME_REFUSED);

    platform.cluster().restart("shard-1");
    awaitIn("Completed", credited, TRANSFERS);
    assertBalance(payer, 10_000 - 2 * TRANSFERS * 100, 0);
  }

  @Test
  @Order(3)
  void sourcesShard_downPastTheDeadlineBeforeItsHold_itsSagasAreGivenUp() throws IOException {
    platform.cluster().kill("shard-1");
    pay(unheld, TRANSFERS);
    awaitIn("Holding", unheld, TRANSFERS);
    awaitIn("Releasing", unheld, TRANSFERS);

    assertThat(platform.run("saga", "list").out())
        .contains(waits("Release", payer, "shard-1"), TRANSFERS + " sagas");

    platform.cluster().restart("shard-1");
    awaitIn("Compensated", unheld, TRANSFERS);
    assertThat(show(sagas("Compensated", unheld).getFirst()))
        .contains("because of DeadlinePassed", "Transfer ended Compensated (DeadlinePassed)")
        .doesNotContain("Credit sent");
    assertBalance(payer, 10_000 - 2 * TRANSFERS * 100, 0);
    assertBalance(unheld, 0, 0);
  }

  @Test
  @Order(4)
  void destination_closedWhileItsSagasWaitForTheirHold_releasesThemWithTheReason()
      throws Exception {
    platform.cluster().pause("shard-1");
    try {
      pay(closing, 2);
      awaitIn("Holding", closing, 2);
      write(closing, new Command.Close(closing));
      await("closed").atMost(HOLD_DEADLINE).until(() -> balance(closing).contains("  closed"));
    } finally {
      platform.cluster().resume("shard-1");
    }

    awaitIn("Compensated", closing, 2);
    JsonNode saga = sagas("Compensated", closing).getFirst();
    assertThat(saga.get("why").asString()).isEqualTo("because of AccountClosed");
    assertThat(show(saga))
        .containsSubsequence(
            "Hold answered Applied",
            "Credit sent, attempt 1",
            "Credit answered AccountClosed",
            "Release answered Applied",
            "Transfer ended Compensated (AccountClosed)");
    assertThat(ReadTopic.records(platform.kafka(), Topic.TRANSFER_RESULTS))
        .filteredOn(result -> result.contains(saga.get("id").asString()))
        .singleElement()
        .asString()
        .contains("Compensated", "AccountClosed");
    assertBalance(payer, 10_000 - 2 * TRANSFERS * 100, 0);
  }

  /**
   * The destination's window is set to a second, and its log goes on while the hold waits: so the
   * {@code Credit} is refused as {@code Expired}, and would be for ever. That is the cause, and it
   * goes when the window is a day again.
   */
  @Test
  @Order(5)
  void step_refusedForEver_isParkedShownAndEndsWhenItIsResumedAfterTheCauseIsGone()
      throws Exception {
    platform.cluster().pause("shard-1");
    try {
      pay(forgetful, 1);
      awaitIn("Holding", forgetful, 1);
      write(forgetful, new Command.Configure(1, Duration.ofSeconds(1)));
      Instant made = Instant.now();
      await("the id is older than the window")
          .until(() -> Instant.now().isAfter(made.plusSeconds(2)));
      // A close that is refused moves the log's time and nothing else.
      write(forgetful, new Command.Close(account("nobody", forgetful)));
    } finally {
      platform.cluster().resume("shard-1");
    }
    awaitIn("Parked", forgetful, 1);

    JsonNode parked = sagas("Parked", forgetful).getFirst();
    String id = parked.get("id").asString();
    assertThat(parked.get("why").asString())
        .startsWith(
            "Credit was answered Expired by ledger partition " + partitioning.of(forgetful));
    assertThat(platform.run("saga", "list").out()).contains(id, "1 saga");
    assertThat(show(parked)).contains("Parked", "Credit answered Expired");
    assertThat(platform.run("saga", "compensate", id).exitCode()).isEqualTo(ExitCode.SOME_REFUSED);

    write(forgetful, new Command.Configure(1, Duration.ofHours(24)));
    pay(forgetful, 1);
    awaitIn("Completed", forgetful, 1);
    assertThat(sagas("Parked", forgetful)).hasSize(1);

    RunningPlatform.Said resumed = platform.run("saga", "resume", id);
    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isEqualTo(ExitCode.OK);
    awaitIn("Expired", forgetful, 1);
    assertThat(platform.run("saga", "list").out()).contains("0 sagas");
    assertThat(show(parked)).contains("Transfer ended Expired");
    assertBalance(payer, 10_000 - 2 * TRANSFERS * 100 - 100, 0);
  }

  private void pay(AccountId payee, int transfers) throws IOException {
    String run = payee + "-" + System.nanoTime();
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, transfers)
        .forEach(
            n -> lines.append("transfer,%s-%d,,%s,%s,100,EUR%n".formatted(run, n, payer, payee)));
    send(run, lines.toString());
  }

  private void send(String name, String lines) throws IOException {
    Path file = directory.resolve(name + ".csv");
    Files.writeString(file, "type,ref,account,from,to,amount_minor,currency\n" + lines);
    RunningPlatform.Said said = platform.run("send", file.toString());
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
  }

  /** Awaits that all of a case's sagas have been in a state for longer than a hold may take. */
  private void awaitSlow(String state, AccountId payee, int count) {
    await(state)
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              List<JsonNode> found = sagas(state, payee, "--older-than=" + PAST_THE_DEADLINE);
              assertThat(found).hasSize(count);
              assertThat(found).allMatch(saga -> saga.get("slow").asBoolean());
            });
  }

  private void awaitIn(String state, AccountId payee, int count) {
    await(state)
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(sagas(state, payee)).hasSize(count));
  }

  private List<JsonNode> sagas(String state, AccountId payee, String... more) {
    Stream<String> args =
        Stream.concat(Stream.of("saga", "list", "--json", "--state=" + state), Stream.of(more));
    RunningPlatform.Said said = platform.run(args.toArray(String[]::new));
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    return MAPPER
        .readTree(said.out())
        .valueStream()
        .filter(saga -> saga.get("to").asString().equals(payee.value()))
        .toList();
  }

  private String show(JsonNode saga) {
    return platform.run("saga", "show", saga.get("id").asString()).out();
  }

  private String waits(String step, AccountId account, String shard) {
    return "waits for %s by ledger partition %d on %s"
        .formatted(step, partitioning.of(account), shard);
  }

  private void assertBalance(AccountId account, long posted, long held) {
    assertThat(balance(account)).contains("posted %d  held %d".formatted(posted, held));
  }

  private String balance(AccountId account) {
    return platform.run("ledger", "balance", account.value()).out();
  }

  private void assertReconciled() {
    RunningPlatform.Said verdict = platform.run("reconcile", "--drain=40s");
    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.OK);
    assertThat(verdict.out()).containsPattern("stuck +0\n");
  }

  /** A command that stands in the ledger partition of an account, answered or not. */
  private void write(AccountId account, Command command)
      throws ExecutionException, InterruptedException {
    Map<String, Object> properties = new HashMap<>(platform.kafka());
    properties.put("acks", "all");
    WireRecord written =
        new WireRecord(
            Topic.LEDGER_COMMANDS.topicName(),
            partitioning.of(account),
            account.value(),
            new Event(ids.next(), command.type().eventType(), "test", Instant.now()),
            CommandCodec.encode(command));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThat(producer.send(written.toProducerRecord()).get().hasOffset()).isTrue();
    }
  }

  /** An account of this name on a shard. */
  private AccountId account(String name, String shard) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> new AccountId(name + "-" + n))
        .filter(id -> platform.map().place(partitioning.of(id)).shard().equals(shard))
        .findFirst()
        .orElseThrow();
  }

  /** An account of this name in the ledger partition of another one. */
  private AccountId account(String name, AccountId beside) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> new AccountId(name + "-" + n))
        .filter(id -> partitioning.of(id) == partitioning.of(beside))
        .findFirst()
        .orElseThrow();
  }
}
