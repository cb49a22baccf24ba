package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.producer.LogReader.Logged;
import onlyonce.producer.SendCounts.Lines;
import onlyonce.producer.SendCounts.Sends;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What each semantics sends again, and how standard input goes on, against real brokers. */
@SharedCluster(SharedCluster.Part.KAFKA)
@TestInstance(Lifecycle.PER_CLASS)
final class SemanticsIT {
  private static final Partitioning SIX = Partitioning.hash(6);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");

  private final TestScope scope;

  SemanticsIT(TestScope scope) {
    this.scope = scope;
  }

  /** A new topic's leaders refuse for a moment, which at-most-once would not survive. */
  @BeforeAll
  void createTopics(@TempDir Path beforeAnyTest) throws Exception {
    folder = beforeAnyTest;
    try (Admin admin = Admin.create(client())) {
      new TopicSetup(6, (short) 3).apply(admin).forEach(scope::deleteAfterwards);
    }
    assertThat(send(Semantics.EXACTLY_ONCE, opens("w", 1, 60), "warm-up").ended()).isTrue();
  }

  @Test
  void atMostOnce_handsOverAndRepeatsNothing() throws Exception {
    String input = opens("m", 1, 50) + opens("m", 1, 10);
    SendSummary summary = send(Semantics.AT_MOST_ONCE, input, "most");

    assertThat(summary.ended()).isTrue();
    assertThat(summary.counts())
        .isEqualTo(new SendCounts(new Lines(50, 0, 0, 10, 0), new Sends(0, 50, 0, 0)));
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(logged("m-")).hasSize(50));

    Path journal = journal("most");
    List<String> lines = Files.readAllLines(journal);
    List<String> unanswered =
        lines.stream()
            .filter(line -> !line.contains("\"handed_over\",\"line\":7}"))
            .filter(line -> !line.contains("\"kind\":\"end\""))
            .toList();
    assertThat(unanswered).hasSize(lines.size() - 2);
    Files.write(journal, unanswered);
    SendSummary again = send(Semantics.AT_MOST_ONCE, input, "most");

    assertThat(again.sent()).isZero();
    assertThat(again.ended()).isTrue();
    assertThat(again.counts().sends()).isEqualTo(new Sends(0, 49, 0, 1));
    assertThat(logged("m-").stream().map(Logged::id).distinct()).hasSize(50);
    assertThat(logged("m-")).hasSize(50);
  }

  @Test
  void atMostOnce_withoutBrokers_givesEveryLineUpAndEnds() throws Exception {
    SendSettings settings =
        new SendSettings(
            Map.of("bootstrap.servers", "localhost:1", "max.block.ms", 100),
            new Routing(SIX, 6, "/test"),
            folder.resolve("journal"),
            Semantics.AT_MOST_ONCE,
            100,
            Duration.ofMinutes(2));
    SendSummary summary = send(settings, opens("n", 1, 5), "nobody");

    assertThat(summary.ended()).isTrue();
    assertThat(summary.counts().sends()).isEqualTo(new Sends(0, 0, 0, 5));
    assertThat(summary.trouble()).isPresent();
  }

  @Test
  void atLeastOnce_sendsAgainWhatHasNoAnswer() throws Exception {
    String input = opens("l", 1, 20);
    send(Semantics.AT_LEAST_ONCE, input, "least");
    Path journal = journal("least");
    Files.write(
        journal,
        Files.readAllLines(journal).stream()
            .filter(
                line -> !line.contains("\"kind\":\"ack\"") && !line.contains("\"kind\":\"end\""))
            .toList());

    SendSummary again = send(Semantics.AT_LEAST_ONCE, input, "least");

    assertThat(again.resumed()).isEqualTo(20);
    assertThat(logged("l-")).hasSize(40);
    assertThat(logged("l-").stream().map(Logged::id).distinct()).hasSize(20);
    assertThatThrownBy(() -> send(Semantics.EXACTLY_ONCE, input, "least"))
        .isInstanceOf(JournalMismatchException.class)
        .hasMessageContaining("at-least-once")
        .hasMessageContaining("exactly-once");
  }

  @Test
  void standardInput_again_goesOnAndMayHaveGrown() throws Exception {
    assertThat(send(Semantics.EXACTLY_ONCE, opens("s", 1, 30), "stdin").sent()).isEqualTo(30);
    assertThat(send(Semantics.EXACTLY_ONCE, opens("s", 1, 30), "stdin").sent()).isZero();

    SendSummary grown = send(Semantics.EXACTLY_ONCE, opens("s", 1, 45), "stdin");

    assertThat(grown.sent()).isEqualTo(15);
    assertThat(grown.ended()).isTrue();
    assertThat(grown.counts().lines()).isEqualTo(45);
    assertThat(logged("s-")).hasSize(45);
    assertThatThrownBy(() -> send(Semantics.EXACTLY_ONCE, opens("s", 2, 45), "stdin"))
        .isInstanceOf(JournalMismatchException.class)
        .hasMessageContaining("standard input, line 1, ref \"s-2\"")
        .hasMessageContaining("name another journal");
    assertThat(logged("s-")).hasSize(45);
  }

  @Test
  void standardInput_silent_sendsWhatIsThereAndCanBeStopped() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(writer, 65_536)) {
      writer.write(opens("q", 1, 3).getBytes(UTF_8));
      writer.flush();
      try (Source source = OpenSource.standardInput(in, "quiet")) {
        SendRun run = run(settings(Semantics.EXACTLY_ONCE), source);
        CompletableFuture<SendSummary> result = new CompletableFuture<>();
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    result.complete(run.run(new SendFileMain.Quiet()));
                  } catch (Exception e) {
                    result.completeExceptionally(e);
                  }
                });
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(logged("q-")).hasSize(3));
        await()
            .atMost(DEADLINE)
            .untilAsserted(
                () -> assertThat(Files.readString(journal("quiet"))).contains("\"kind\":\"ack\""));
        assertThat(result).isNotDone();
        run.stop();
        SendSummary summary = result.get(20, TimeUnit.SECONDS);
        assertThat(summary.ended()).isFalse();
        assertThat(summary.counts().sends().acknowledged()).isEqualTo(3);
      }
    }
  }

  private static String opens(String prefix, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                "{\"type\":\"open\",\"ref\":\"%1$s-%2$d\",\"account\":\"%1$s-%2$d\",\"amount_minor\":%2$d,\"currency\":\"EUR\"}%n"
                    .formatted(prefix, i))
        .collect(Collectors.joining());
  }

  private SendSummary send(Semantics semantics, String input, String journal) throws Exception {
    return send(settings(semantics), input, journal);
  }

  private static SendSummary send(SendSettings settings, String input, String journal)
      throws Exception {
    try (Source source =
        OpenSource.standardInput(new ByteArrayInputStream(input.getBytes(UTF_8)), journal)) {
      return run(settings, source).run(new SendFileMain.Quiet());
    }
  }

  private static SendRun run(SendSettings settings, Source source) {
    return new SendRun(
        settings,
        source,
        new Pacing.Unpaced(),
        Clock.systemUTC(),
        new CommandIds(Clock.systemUTC(), new SplittableRandom()));
  }

  private SendSettings settings(Semantics semantics) {
    return SendSettings.of(client(), new Routing(SIX, 6, "/test"), folder.resolve("journal"))
        .under(semantics);
  }

  private Path journal(String name) {
    return folder.resolve("journal").resolve(name + ".jsonl");
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", scope.bootstrapServers());
  }

  private List<Logged> logged(String accountPrefix) {
    return LogReader.read(scope.bootstrapServers(), Topic.LEDGER_COMMANDS.topicName()).stream()
        .filter(found -> found.value().contains('"' + accountPrefix))
        .toList();
  }
}
