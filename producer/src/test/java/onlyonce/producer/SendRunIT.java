package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.producer.JournalLine.Acked;
import onlyonce.producer.JournalLine.Intended;
import onlyonce.producer.JournalLine.Resent;
import onlyonce.producer.LogReader.Logged;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@SharedCluster(SharedCluster.Part.KAFKA)
@TestInstance(Lifecycle.PER_CLASS)
final class SendRunIT {
  private static final Partitioning SIX = Partitioning.hash(6);
  private static final String HEADER = "type,ref,account,from,to,amount_minor,currency\n";

  @TempDir Path folder;

  private final String bootstrapServers;
  private final TestScope scope;

  SendRunIT(TestScope scope) {
    this.scope = scope;
    this.bootstrapServers = scope.bootstrapServers();
  }

  @BeforeAll
  void createTopics() {
    try (Admin admin = Admin.create(client())) {
      new TopicSetup(6, (short) 3).apply(admin).forEach(scope::deleteAfterwards);
    }
  }

  @Test
  void run_file_sendsEveryGoodLineOnceAndReportsTheOthers() throws Exception {
    Path file =
        file(
            "open,f-o1,f-a,,,1000,EUR",
            "open,f-o2,f-b,,,1000,EUR",
            "transfer,f-1,,f-a,f-b,5,EUR",
            "transfer,f-2,,f-a,f-a,5,EUR",
            "transfer,f-3,,f-a,f-b,five,EUR",
            "transfer,f-1,,f-a,f-b,5,EUR",
            "transfer,f-1,,f-a,f-b,6,EUR");
    List<MalformedLine> malformed = new ArrayList<>();
    List<SendCounts> progress = new ArrayList<>();
    SendSummary summary =
        send(
            file,
            new SendListener() {
              @Override
              public void malformed(MalformedLine line) {
                malformed.add(line);
              }

              @Override
              public void progress(SendCounts counts) {
                progress.add(counts);
              }
            });

    assertThat(summary)
        .isEqualTo(
            new SendSummary(
                new SendCounts(
                    new SendCounts.Lines(4, 1, 1, 0, 1), new SendCounts.Sends(6, 0, 0, 0)),
                6,
                0,
                true,
                java.util.Optional.empty()));
    assertThat(summary.counts().lines()).isEqualTo(7);
    assertThat(progress.getLast()).isEqualTo(summary.counts());
    assertThat(malformed)
        .extracting(MalformedLine::toString)
        .containsExactly(
            file.getFileName()
                + ":6: amount_minor must be an integer of minor units, at most 9007199254740991,"
                + " but is \"five\"");
    List<Logged> log = logged("f-");
    assertThat(log).hasSize(6);
    assertThat(log.stream().map(Logged::id).distinct()).hasSize(4);
    assertAcksMatchTheLog(file, log);
  }

  @Test
  void run_again_sendsNothing() throws Exception {
    Path file = file("open,g-o1,g-a,,,1000,EUR", "open,g-o2,g-b,,,1000,USD");
    send(file, new SendFileMain.Quiet());
    SendSummary again = send(file, new SendFileMain.Quiet());

    assertThat(again.sent()).isZero();
    assertThat(again.ended()).isTrue();
    assertThat(again.counts().sends().acknowledged()).isEqualTo(2);
    assertThat(logged("g-")).hasSize(2);
  }

  @Test
  void run_sameRefInAnotherFile_isAnotherIntent() throws Exception {
    send(file("open,h-o1,h-a,,,1000,EUR"), new SendFileMain.Quiet());
    send(file("open,h-o1,h-b,,,1000,EUR"), new SendFileMain.Quiet());

    assertThat(logged("h-").stream().map(Logged::id).distinct()).hasSize(2);
  }

  @Test
  void run_stopped_isResumable() throws Exception {
    GeneratorShape shape = new GeneratorShape(20, 3_000, 0.5, 0.05, 0.02);
    SendSummary first;
    try (Source source = GeneratorSource.seeded(7, shape, SIX)) {
      SendRun run = run(source, new Pacing.PerSecond(1_000));
      first =
          run.run(
              new SendListener() {
                @Override
                public void malformed(MalformedLine line) {}

                @Override
                public void progress(SendCounts counts) {
                  if (counts.sends().acknowledged() > 300) {
                    run.stop();
                  }
                }
              });
    }
    assertThat(first.ended()).isFalse();
    assertThat(first.counts().sends().acknowledged()).isBetween(300L, 2_500L);
    SendCounts untouched = stoppedAtItsFirstLine(shape).counts();
    assertThat(untouched.journalled())
        .isBetween(first.counts().journalled(), first.counts().journalled() + 1);
    SendSummary second;
    try (Source source = GeneratorSource.seeded(7, shape, SIX)) {
      second = run(source, new Pacing.Unpaced()).run(new SendFileMain.Quiet());
    }
    assertThat(second.ended()).isTrue();
    assertThat(second.counts().read().intents()).isEqualTo(3_020);
    assertThat(second.counts().unknown()).isZero();
    assertThat(second.counts().sends().acknowledged()).isEqualTo(second.counts().journalled());
  }

  /** A run that is stopped while it skips what is journalled must not take those lines again. */
  private SendSummary stoppedAtItsFirstLine(GeneratorShape shape) throws Exception {
    AtomicReference<SendRun> stopping = new AtomicReference<>();
    try (GeneratorSource lines = GeneratorSource.seeded(7, shape, SIX)) {
      Source source =
          new Source() {
            @Override
            public String name() {
              return lines.name();
            }

            @Override
            public String journalName() {
              return lines.journalName();
            }

            @Override
            public OptionalLong expectedLines() {
              return lines.expectedLines();
            }

            @Override
            public @Nullable Line next() {
              Objects.requireNonNull(stopping.get()).stop();
              return lines.next();
            }

            @Override
            public void close() {}
          };
      stopping.set(run(source, new Pacing.Unpaced()));
      return Objects.requireNonNull(stopping.get()).run(new SendFileMain.Quiet());
    }
  }

  @Test
  void run_whileAnotherRuns_isRefused() throws Exception {
    GeneratorShape shape = new GeneratorShape(20, 100_000, 0.5, 0, 0);
    try (Source source = GeneratorSource.seeded(8, shape, SIX);
        Source same = GeneratorSource.seeded(8, shape, SIX)) {
      SendRun running = run(source, new Pacing.PerSecond(100));
      CompletableFuture<SendSummary> result =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return running.run(new SendFileMain.Quiet());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> Files.exists(settings().journalOf(source)));
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> run(same, new Pacing.Unpaced()).run(new SendFileMain.Quiet()))
                      .isInstanceOf(JournalInUseException.class));
      running.stop();
      assertThat(result.get(20, TimeUnit.SECONDS).ended()).isFalse();
    }
  }

  @Test
  void run_paced_journalsDueTimesOfTheSchedule() throws Exception {
    Path file =
        file(
            Stream.iterate(0, i -> i < 100, i -> i + 1)
                .map(i -> "open,p-" + i + ",p-a" + i + ",,,0,EUR")
                .toArray(String[]::new));
    try (Source source = CsvSource.open(file)) {
      run(source, new Pacing.PerSecond(200)).run(new SendFileMain.Quiet());
    }
    List<Intended> intents = journal(file).stream().flatMap(ofType(Intended.class)).toList();
    long start = intents.getFirst().dueMillis();

    assertThat(intents)
        .extracting(intended -> intended.dueMillis() - start)
        .containsExactlyElementsOf(
            Stream.iterate(0L, i -> i < 100, i -> i + 1).map(i -> i * 5).toList());
  }

  /** The point of the journal: a SIGKILL at any moment, and every intent is in the log, once. */
  @Test
  void run_killedInMidFile_goesOnWithTheSameRecords() throws Exception {
    int lines = 20_000;
    List<String> content = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      content.add("open,k-o" + i + ",k-" + i + ",,,1000000,EUR");
    }
    for (int i = 100; i < lines; i++) {
      int ref = i % 20 == 0 ? i - 1 : i;
      content.add(
          "transfer,k-t%d,,k-%d,k-%d,%d,EUR".formatted(ref, ref % 100, (ref / 7) % 100, ref));
    }
    Path file = file(content.toArray(String[]::new));
    SplittableRandom random = new SplittableRandom(7);
    Map<Long, Acked> acknowledged = new HashMap<>();
    for (int kill = 0; kill < 3; kill++) {
      long killAt = (kill + 1) * 4_000L + random.nextInt(2_000);
      killOnceJournalled(file, killAt);
      acknowledged = acks(file);
      assertThat(acknowledged.size()).isBetween(1, lines - 1);
    }
    long offsetsBefore = logged("k-").size();
    SendSummary summary = send(file, new SendFileMain.Quiet());
    List<Logged> log = logged("k-");

    assertThat(summary.ended()).isTrue();
    assertThat(summary.counts().lines()).isEqualTo(lines);
    assertThat(summary.counts().sends().acknowledged()).isEqualTo(lines);
    assertThat(summary.resumed()).isPositive();
    assertThat(summary.sent()).isEqualTo(lines - acknowledged.size());
    assertThat(log.size() - offsetsBefore).isEqualTo(summary.sent());
    assertThat(acks(file)).containsAllEntriesOf(acknowledged);
    assertAcksMatchTheLog(file, log);
    assertSameIdSameBytes(log);
  }

  private void killOnceJournalled(Path file, long lines) throws Exception {
    Process sending =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SendFileMain.class.getName(),
                bootstrapServers,
                folder.resolve("journal").toString(),
                file.toString(),
                "4000")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sending.log").toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> acks(file).size() >= lines || !sending.isAlive());
      assertThat(sending.isAlive())
          .as(() -> "still sending: " + read(folder.resolve("sending.log")))
          .isTrue();
    } finally {
      sending.destroyForcibly();
    }
    assertThat(sending.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(sending.exitValue()).isEqualTo(128 + 9);
  }

  /** Each acknowledged line stands in the log where the journal says. */
  private void assertAcksMatchTheLog(Path file, List<Logged> log) throws IOException {
    Map<String, Logged> byPlace = new HashMap<>();
    log.forEach(r -> byPlace.put(r.topic() + "-" + r.partition() + "@" + r.offset(), r));
    Map<String, Intended> byId = new HashMap<>();
    Map<Long, String> idOfLine = new HashMap<>();
    for (JournalLine line : journal(file)) {
      switch (line) {
        case Intended intended -> {
          byId.put(intended.id().toString(), intended);
          idOfLine.put(intended.line(), intended.id().toString());
        }
        case Resent resent -> idOfLine.put(resent.line(), resent.id().toString());
        case JournalLine.Conflicting c -> idOfLine.put(c.line(), c.id().toString());
        case Acked ack -> {
          String id = Objects.requireNonNull(idOfLine.get(ack.line()));
          Intended intended = Objects.requireNonNull(byId.get(id));
          Logged found = byPlace.get(intended.topic() + "-" + ack.partition() + "@" + ack.offset());
          assertThat(found).as("line %d", ack.line()).isNotNull();
          assertThat(Objects.requireNonNull(found).id()).isEqualTo(id);
          assertThat(found.partition()).isEqualTo(intended.partition());
          assertThat(found.key()).isEqualTo(intended.key());
        }
        case JournalLine.Started s -> {}
        case JournalLine.Unreadable u -> {}
        case JournalLine.Suppressed h -> throw new AssertionError(h.toString());
        case JournalLine.HandedOver g -> throw new AssertionError(g.toString());
        case JournalLine.Refused r -> throw new AssertionError(r.toString());
        case JournalLine.Ended e -> {}
      }
    }
    Set<String> ids = new HashSet<>();
    log.forEach(r -> ids.add(r.id()));
    assertThat(ids).isEqualTo(byId.keySet());
  }

  private static void assertSameIdSameBytes(List<Logged> log) {
    Map<String, Logged> first = new HashMap<>();
    for (Logged found : log) {
      Logged before = first.putIfAbsent(found.id(), found.content());
      assertThat(found.content()).isEqualTo(Objects.requireNonNullElse(before, found.content()));
    }
  }

  private Map<Long, Acked> acks(Path file) throws IOException {
    Map<Long, Acked> acks = new HashMap<>();
    journal(file).stream().flatMap(ofType(Acked.class)).forEach(ack -> acks.put(ack.line(), ack));
    return acks;
  }

  private static <T> java.util.function.Function<JournalLine, Stream<T>> ofType(Class<T> type) {
    return line -> type.isInstance(line) ? Stream.of(type.cast(line)) : Stream.empty();
  }

  /** The whole lines of a file's journal. */
  private List<JournalLine> journal(Path file) throws IOException {
    try (Source source = CsvSource.open(file)) {
      Path journal = settings().journalOf(source);
      if (!Files.exists(journal)) {
        return List.of();
      }
      String text = Files.readString(journal);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> JournalFormat.decode(line.getBytes(UTF_8)))
          .toList();
    } catch (UnusableSourceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Records whose payload names an account or that belong to a test, by the accounts' prefix. */
  private List<Logged> logged(String accountPrefix) {
    return LogReader.read(
            bootstrapServers, Topic.LEDGER_COMMANDS.topicName(), Topic.TRANSFERS.topicName())
        .stream()
        .filter(r -> r.value().contains('"' + accountPrefix))
        .toList();
  }

  private SendSummary send(Path file, SendListener listener) throws Exception {
    try (Source source = CsvSource.open(file)) {
      return run(source, new Pacing.Unpaced()).run(listener);
    }
  }

  private SendRun run(Source source, Pacing pacing) {
    return new SendRun(
        settings(),
        source,
        pacing,
        Clock.systemUTC(),
        new CommandIds(Clock.systemUTC(), new SplittableRandom()));
  }

  private SendSettings settings() {
    return SendSettings.of(client(), new Routing(SIX, 6, "/test"), folder.resolve("journal"));
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "transfers", ".csv"),
        HEADER + String.join("\n", lines) + "\n");
  }
}
