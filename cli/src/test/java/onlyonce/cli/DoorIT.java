package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What comes in by standard input, and what comes in wrongly and is put right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DoorIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  // Made before the platform, which is made before JUnit would inject a folder.
  private final Path directory = RunningPlatform.newFolder("door");
  private final RunningPlatform platform = RunningPlatform.start(directory.resolve("home"));
  private final Partitioning partitioning = platform.map().partitioning();
  private final CommandIds ids = new CommandIds(Clock.systemUTC(), new SecureRandom());
  private final AccountId alice = new AccountId("alice");
  private final AccountId neighbour = account(partitioning.of(alice));
  private final AccountId stranger = account((partitioning.of(alice) + 1) % partitioning.count());

  @AfterAll
  void stopPlatform() {
    platform.close();
  }

  @Test
  @Order(1)
  void send_standardInput_isSentOnceHoweverOftenItIsPiped() throws Exception {
    String input = open(alice) + open(neighbour) + open(stranger);
    String more =
        """
        {"type":"transfer","ref":"t-1","from":"alice","to":"%s","amount_minor":"100","currency":"EUR"}
        {"type":"transfer","ref":"t-2","from":"alice","to":"%s","amount_minor":200,"currency":"EUR"}
        """
            .formatted(neighbour, stranger);

    assertThat(pipe(input)).contains("3 lines: 3 intents", "3 acknowledged (3 by this run)");
    assertThat(pipe(input + more)).contains("5 lines: 5 intents", "5 acknowledged (2 by this run)");
    assertThat(pipe(input + more)).contains("5 acknowledged (0 by this run)");

    awaitBalance(alice, 9_700);
    awaitBalance(neighbour, 10_100);
    awaitBalance(stranger, 10_200);
  }

  @Test
  @Order(2)
  void redrive_twice_appliesOnce() throws Exception {
    UUID post = sendWrongly(alice, neighbour);
    UUID saga = sendWrongly(alice, stranger);
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(list()).contains(post.toString(), saga.toString()));
    assertThat(list()).contains("WrongPartition", "onlyonce.Post", "2 dead letters");
    assertThat(platform.run("dead-letters", "list", "--json", "--reason=Expired").out().strip())
        .isEqualTo("[ ]");

    RunningPlatform.Said dry = platform.run("dead-letters", "redrive", "--all", "--dry-run");
    assertThat(dry.out())
        .contains("would be sent to transfers-", "would be sent to ledger-commands-");
    for (int time = 0; time < 2; time++) {
      RunningPlatform.Said said =
          platform.run("dead-letters", "redrive", "--id=" + post, "--id=" + saga);
      assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.OK);
      assertThat(said.out())
          .contains(
              "onlyonce.Post " + post + " (WrongPartition from ledger-commands-",
              "sent to ledger-commands-" + partitioning.of(alice) + "@",
              "sent to transfers-",
              "2 redriven, 0 refused");
    }
    // What is sent after both redrives is applied after both.
    assertThat(pipe(markers())).contains("intents");

    awaitBalance(alice, 9_700 - 5 - 5 - 1 - 1);
    awaitBalance(neighbour, 10_100 + 5 + 1);
    awaitBalance(stranger, 10_200 + 5 + 1);
    assertThat(list()).contains("2 dead letters");
    RunningPlatform.Said verdict = platform.run("reconcile", "--drain=40s");
    assertThat(verdict.out()).contains("0 own, 2 foreign");
    awaitBalance(alice, 9_700 - 5 - 5 - 1 - 1);
  }

  @Test
  @Order(3)
  void redrive_whatCannotGo_saysWhy() throws Exception {
    UUID broken = write("{".getBytes(UTF_8));
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(list()).contains(broken.toString()));
    UUID unheardOf = ids.next();

    RunningPlatform.Said said =
        platform.run("dead-letters", "redrive", "--id=" + broken, "--id=" + unheardOf);

    assertThat(said.exitCode()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(said.out()).contains("refused: still unreadable: BadJson", "0 redriven, 1 refused");
    assertThat(said.err()).contains("no dead letter has the id " + unheardOf);
  }

  private static String open(AccountId account) {
    return "{\"type\":\"open\",\"ref\":\"o-%1$s\",\"account\":\"%1$s\",\"amount_minor\":10000,\"currency\":\"EUR\"}%n"
        .formatted(account);
  }

  private String markers() {
    return """
        type,ref,account,from,to,amount_minor,currency
        transfer,m-1,,alice,%s,1,EUR
        transfer,m-2,,alice,%s,1,EUR
        """
        .formatted(neighbour, stranger);
  }

  /** Pipes into the command, each format under a journal of its own. */
  private String pipe(String input) throws Exception {
    Path log = Files.createTempFile(directory, "send", ".log");
    String journal = input.startsWith("{") ? "payments" : "markers";
    Process send = platform.startProcess(log, "send", "-", "--journal", journal);
    try (OutputStream in = send.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    try {
      assertThat(send.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      send.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(send.exitValue()).as(said).isEqualTo(ExitCode.OK);
    return said;
  }

  /** A Post of 5 in a partition that is not its accounts'. */
  private UUID sendWrongly(AccountId from, AccountId to) throws Exception {
    return write(CommandCodec.encode(DeadLetterSample.post(from, to)));
  }

  private UUID write(byte[] payload) throws Exception {
    UUID id = ids.next();
    int elsewhere = (partitioning.of(alice) + 2) % partitioning.count();
    ProducerRecord<byte[], byte[]> wrong =
        new ProducerRecord<>("ledger-commands", elsewhere, null, payload);
    new Event(id, "onlyonce.Post", "stranger", Clock.systemUTC().instant())
        .writeTo(wrong.headers());
    Map<String, Object> properties = new HashMap<>(platform.kafka());
    properties.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThat(producer.send(wrong).get().hasOffset()).isTrue();
    }
    return id;
  }

  private String list() {
    RunningPlatform.Said said = platform.run("dead-letters", "list");
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    return said.out();
  }

  private void awaitBalance(AccountId account, long posted) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(platform.run("ledger", "balance", account.value()).out())
                    .contains("posted " + posted + "  held 0 "));
  }

  private AccountId account(int partition) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> new AccountId("acct-" + n))
        .filter(candidate -> partitioning.of(candidate) == partition)
        .findFirst()
        .orElseThrow();
  }
}
