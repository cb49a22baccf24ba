package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole way: files in, processes killed, rows altered by hand, garbage written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PlatformIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  // Made before the platform, which is made before JUnit would inject a folder.
  private final Path directory = RunningPlatform.newFolder("platform");
  private final RunningPlatform platform = RunningPlatform.start(directory.resolve("home"));

  @AfterAll
  void stopPlatform() {
    platform.close();
  }

  @Test
  @Order(1)
  void reconcile_ofAnEmptyPlatform_isUnknown() {
    assertThat(reconcile().exitCode()).isEqualTo(ExitCode.UNKNOWN);
  }

  @Test
  @Order(2)
  void send_killedInMidFileAndRunAgain_appliesEverythingOnce() throws Exception {
    Path file = directory.resolve("transfers.csv");
    Files.writeString(file, fileOf(1_500));
    Path log = directory.resolve("send.log");

    Process send = platform.startProcess(log, "send", file.toString(), "--spread=20s");
    try {
      await()
          .atMost(DEADLINE)
          .until(() -> countInJournal("\"kind\":\"ack\"") > 200 || !send.isAlive());
    } finally {
      send.destroyForcibly();
      send.waitFor();
    }
    long acknowledged = countInJournal("\"kind\":\"ack\"");
    assertThat(acknowledged).as(Files.readString(log)).isBetween(201L, 1_450L);

    RunningPlatform.Said again = platform.run("send", file.toString());
    assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.OK);
    RunningPlatform.Said verdict = reconcile();
    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.OK);
    assertThat(verdict.out()).contains("VALID  1,520 intents");
  }

  @Test
  @Order(3)
  void trace_tellsTheSameStoryLiveAndFromTheFile() throws IOException {
    assertThat(reconcile().exitCode()).isEqualTo(ExitCode.OK);
    for (String kind : List.of("onlyonce.Open", "onlyonce.Post", "onlyonce.Transfer")) {
      String id = journalled(kind);

      RunningPlatform.Said live = platform.run("trace", id, "--json");
      assertThat(live.exitCode()).as(live.err()).isEqualTo(ExitCode.OK);
      RunningPlatform.Said recorded = trace(id, "--json");
      assertThat(recorded.exitCode()).as(recorded.err()).isEqualTo(ExitCode.OK);
      assertThat(moments(recorded)).isEqualTo(moments(live)).isNotEmpty();
    }
    RunningPlatform.Said saga = trace(journalled("onlyonce.Transfer"));
    assertThat(saga.out())
        .contains(
            "Transfer journalled (line ",
            "Transfer acknowledged as transfers-",
            "Transfer asked (a-",
            "Hold sent, attempt 1",
            "Credit stored Applied",
            "~in-transit:",
            "Settle answered Applied",
            "now settled",
            "Transfer ended Completed",
            "the whole log was read");
  }

  @Test
  @Order(3)
  void trace_ofAnIdThatNobodyKnows_isUnknownAndSaysSo() {
    String id = "0199f0b0-c000-7000-8000-000000000001";

    RunningPlatform.Said said = platform.run("trace", id);

    assertThat(said.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(said.err()).contains("nobody knows " + id, "the whole log was read");
  }

  @Test
  @Order(3)
  void balance_ofAnAccount_isShown() {
    RunningPlatform.Said said = platform.run("ledger", "balance", "a-3");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .startsWith("a-3  EUR  posted ")
        .contains("(primary), as of now; atomic: 1 replica(s) answered, 1 had this version");
  }

  @Test
  @Order(4)
  void garbage_becomesDeadLettersAndStopsNobody() throws Exception {
    AccountId account = new AccountId("a-1");
    int home = platform.map().partitioning().of(account);
    int elsewhere = (home + 1) % platform.map().partitioning().count();
    byte[] close = CommandCodec.encode(new Command.Close(account));
    byte[] negative =
        """
        {"from":"a-1","to":"a-1","amount_minor":-5,"currency":"EUR"}\
        """
            .getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      send(
          producer,
          new ProducerRecord<>("ledger-commands", home, null, "no headers".getBytes(UTF_8)));
      send(producer, event("ledger-commands", home, "onlyonce.Post", "{".getBytes(UTF_8)));
      send(producer, event("ledger-commands", home, "onlyonce.Post", negative));
      send(producer, event("ledger-commands", home, "onlyonce.Teleport", close));
      send(producer, event("ledger-commands", elsewhere, "onlyonce.Close", close));
      send(producer, new ProducerRecord<>("transfers", 0, null, new byte[] {0, -1, 7}));
    }

    RunningPlatform.Said verdict = reconcile();

    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.OK);
    assertThat(verdict.out()).contains("0 own, 6 foreign");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE ledger.account SET posted_minor = posted_minor + 5 WHERE account = 'a-3'                 | UPDATE ledger.account SET posted_minor = posted_minor - 5 WHERE account = 'a-3' | a-3
          UPDATE ledger.account SET posted_minor = posted_minor + CASE currency WHEN 'EUR' THEN 5 ELSE -5 END WHERE account IN ('a-3', 'a-4') | UPDATE ledger.account SET posted_minor = posted_minor - CASE currency WHEN 'EUR' THEN 5 ELSE -5 END WHERE account IN ('a-3', 'a-4') | a-3
          """)
  @Order(5)
  void balanceChangedByHand_isInvalidAndNamesTheAccount(String change, String undo, String account)
      throws SQLException {
    String shard =
        platform.map().place(platform.map().partitioning().of(new AccountId(account))).shard();
    String other = shard.equals("shard-1") ? "shard-2" : "shard-1";
    assertThat(platform.tamper(shard, change) + platform.tamper(other, change)).isPositive();

    RunningPlatform.Said verdict = reconcile();

    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.INVALID);
    assertThat(verdict.out()).contains(account);
    assertThat(platform.tamper(shard, undo) + platform.tamper(other, undo)).isPositive();
    assertThat(reconcile().exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"engine.processed, id", "ledger.posting, command_id"})
  @Order(6)
  void rowDeletedByHand_isInvalid(String table, String idColumn) throws SQLException {
    String pick =
        "SELECT %1$s FROM %2$s WHERE ledger_partition = 0 ORDER BY log_offset DESC LIMIT 1"
            .formatted(idColumn, table);
    assertThat(
            platform.tamper(
                "shard-1",
                "CREATE TABLE kept AS SELECT * FROM %s WHERE %s = (%s)"
                    .formatted(table, idColumn, pick)))
        .isPositive();
    assertThat(
            platform.tamper(
                "shard-1",
                "DELETE FROM %s WHERE %s = (SELECT %s FROM kept LIMIT 1)"
                    .formatted(table, idColumn, idColumn)))
        .isPositive();

    RunningPlatform.Said verdict = reconcile();

    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.INVALID);
    String overriding = table.endsWith("posting") ? " OVERRIDING SYSTEM VALUE" : "";
    assertThat(
            platform.tamper(
                "shard-1", "INSERT INTO %s%s SELECT * FROM kept".formatted(table, overriding)))
        .isPositive();
    assertThat(platform.tamper("shard-1", "DROP TABLE kept")).isZero();
    assertThat(reconcile().exitCode()).isEqualTo(ExitCode.OK);
  }

  /** Reconciles, and again from the file alone: it must come to the same report. */
  private RunningPlatform.Said reconcile() {
    RunningPlatform.Said live =
        platform.run("reconcile", "--drain=40s", "--out=" + directory.resolve("live"));
    RunningPlatform.Said again =
        RunningPlatform.run(
            List.of(),
            "reconcile",
            "--history=" + history(),
            "--out=" + directory.resolve("again"));
    assertThat(again.exitCode()).as(again.err()).isEqualTo(live.exitCode());
    assertThat(directory.resolve("again").resolve("report.json"))
        .hasSameTextualContentAs(directory.resolve("live").resolve("report.json"));
    return live;
  }

  private Path history() {
    return directory.resolve("live").resolve("history.zip");
  }

  private RunningPlatform.Said trace(String id, String... more) {
    List<String> lastArgs = new ArrayList<>(List.of(more));
    lastArgs.add("--history=" + history());
    return RunningPlatform.run(lastArgs, "trace", id);
  }

  private static JsonNode moments(RunningPlatform.Said said) {
    return JsonMapper.shared().readTree(said.out()).get("moments");
  }

  /** The id of the last intent of a type. */
  private String journalled(String type) throws IOException {
    try (Stream<Path> files = Files.list(platform.cluster().home().resolve("journal"))) {
      Path file =
          files.filter(path -> path.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("\"type\":\"" + type + '"'))
          .map(line -> JsonMapper.shared().readTree(line).get("id").asString())
          .reduce((_, last) -> last)
          .orElseThrow();
    }
  }

  /** Twenty accounts in two currencies, then so many transfers among them. */
  private static String fileOf(int transfers) {
    StringBuilder csv = new StringBuilder("type,ref,account,from,to,amount_minor,currency\n");
    for (int i = 1; i <= 20; i++) {
      csv.append("open,o-%d,a-%d,,,1000000,%s%n".formatted(i, i, currency(i)));
    }
    for (int i = 1; i <= transfers; i++) {
      int from = 1 + i % 20;
      int to = 1 + (from + 1 + 2 * (i % 9)) % 20;
      csv.append(
          "transfer,t-%d,,a-%d,a-%d,%d,%s%n".formatted(i, from, to, 1 + i % 100, currency(from)));
    }
    return csv.toString();
  }

  private static String currency(int account) {
    return account % 2 == 0 ? "USD" : "EUR";
  }

  private long countInJournal(String text) throws IOException {
    Path journals = platform.cluster().home().resolve("journal");
    if (!Files.isDirectory(journals)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> files = Files.list(journals)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          count += lines.filter(line -> line.contains(text)).count();
        }
      }
    }
    return count;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(platform.kafka());
    properties.put("acks", "all");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> garbage)
      throws ExecutionException, InterruptedException {
    assertThat(producer.send(garbage).get().hasOffset()).isTrue();
  }

  private static ProducerRecord<byte[], byte[]> event(
      String topic, int partition, String type, byte[] payload) {
    ProducerRecord<byte[], byte[]> garbage = new ProducerRecord<>(topic, partition, null, payload);
    new Event(
            CommandIds.derived(CommandIds.lowest(System.currentTimeMillis()), type + partition),
            type,
            "stranger",
            Instant.now())
        .writeTo(garbage.headers());
    return garbage;
  }
}
