package onlyonce.chaos.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.chaos.reconcile.SmallBank.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.History;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.reconcile.ExamineRecording;
import onlyonce.chaos.reconcile.ProgressListener;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportJson;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedHistoryTest {
  private static final UUID ID = UUID.fromString("0199f0b0-c000-7000-8000-0000000000aa");

  @TempDir private Path folder = Path.of("");

  private final SmallBank bank = new SmallBank();

  @Test
  void history_ofEverythingThatThereCanBe_comesBackAsItWas() throws IOException {
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", new byte[] {0, -1, 127});
    headers.add("empty", new byte[0]);
    headers.add("null", null);
    headers.add("traceparent", "again".getBytes(UTF_8));
    bank.history
        .records(Topic.DEAD_LETTERS, 0)
        .addAll(
            List.of(
                new ConsumerRecord<>(
                    "dead-letters",
                    0,
                    7,
                    T0,
                    TimestampType.CREATE_TIME,
                    -1,
                    -1,
                    null,
                    null,
                    headers,
                    Optional.empty()),
                new ConsumerRecord<>("dead-letters", 0, 9, new byte[0], new byte[100_000])));
    bank.history.begins.put(new TopicPartition("ledger-commands", 1), 0L);
    bank.history.committed.put(1, 5L);
    bank.history.rows(0).homes.add("shard-2");
    bank.history.rows(0).holds.add(new HoldRow(ID, bank.alice, null, null, "tombstone"));
    bank.history.rows(0).refused.add(new RefusedRow(3, null, "BadJson"));
    bank.history.rows(0).refused.add(new RefusedRow(4, ID, "Expired"));
    bank.history.rows(0).accounts.add(new AccountRow("ünïcode", "EUR", 1, 2, true, true, 3));
    bank.history
        .rows(1)
        .postings
        .add(new PostingRow(9, ID, null, "Post", "x", "EUR", Long.MIN_VALUE));
    bank.history.rows(1).progress = null;
    bank.history.replicas.add(
        new ReplicaReading(
            "shard-1",
            "shard-1-standby-1",
            ReplicaReading.Role.STANDBY,
            new TreeMap<>(Map.of("t", "1 rows"))));
    bank.history.brokenJournalLines.add("[]");
    bank.history.tornJournalLine = "{\"kind\":\"ack\",\"li";

    try (RecordedHistory recorded = RecordedHistory.open(write())) {
      assertThat(told(recorded)).containsExactlyElementsOf(told(bank.history));
      // Again: every source can be read more than once.
      assertThat(told(recorded)).containsExactlyElementsOf(told(bank.history));
    }
  }

  @Test
  void run_comesBackAsItWas() {
    FaultRecord fault =
        new FaultRecord(
            "kill",
            "broker-1",
            Instant.ofEpochMilli(T0).plusNanos(17),
            Optional.of(Instant.ofEpochMilli(T0 + 5)),
            "gone — \"really\"",
            true,
            3,
            Optional.of("a promise"));
    FaultRecord unhealed =
        new FaultRecord("cut", "x", Instant.EPOCH, Optional.empty(), "nothing", false, 0);
    RunContext context =
        new RunContext(
            Semantics.AT_LEAST_ONCE,
            7,
            List.of(fault, unhealed),
            "./onlyonce demo",
            new TreeMap<>(Map.of("cores", "2")));
    Partitioning byRange = Partitioning.range(List.of(new AccountId("m")));

    for (Partitioning partitioning : List.of(SmallBank.PARTITIONING, byRange)) {
      RecordedRun run =
          new RecordedRun(
              context, partitioning, new Rest(true, false), Instant.ofEpochSecond(T0, 123_456_789));
      try (RecordedHistory recorded = RecordedHistory.open(write(run))) {
        assertThat(recorded.run()).isEqualTo(run);
      }
    }
  }

  @Test
  void report_ofAGoodAndOfASpoiledRecording_isTheSame() {
    assertSameReport(Verdict.VALID);

    bank.balance(1, bank.carol, posted -> posted + 5);
    bank.removePostings(0, bank.direct);
    assertSameReport(Verdict.INVALID);
  }

  private void assertSameReport(Verdict verdict) {
    Report live = bank.report();
    RecordedRun run = new RecordedRun(live.run(), SmallBank.PARTITIONING, Rest.QUIET, live.at());
    try (RecordedHistory recorded = RecordedHistory.open(write(run))) {
      Report again = ExamineRecording.of(recorded, ProgressListener.NONE);
      assertThat(again.verdict()).isEqualTo(verdict);
      assertThat(ReportJson.of(again)).isEqualTo(ReportJson.of(live));
    }
  }

  @Test
  void recording_thatIsNotFinished_leavesNothing() {
    Path file = folder.resolve("history.zip");
    try (RecordHistory recording = RecordHistory.to(file, SmallBank.PARTITIONING)) {
      recording.over(bank.history).readLog(Topic.TRANSFERS, 0, _ -> {});
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void open_ofWhatIsNoHistory_saysSo() throws IOException {
    Path none = folder.resolve("none.zip");
    assertRefused(none, "there is no such file");

    Path text = Files.writeString(folder.resolve("text.zip"), "type,ref,account");
    assertRefused(text, "it is no history, or was cut off");

    Path other = folder.resolve("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("a"));
    }
    assertRefused(other, "it is no history: it has no history.json");
  }

  @Test
  void open_ofAnotherVersion_saysWhich() throws IOException {
    Path file = folder.resolve("history.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("history.json"));
      zip.write("{\"format\":\"onlyonce-history\",\"version\":2}".getBytes(UTF_8));
    }

    assertRefused(file, "it has version 2, and this program reads version 1");
  }

  @Test
  void open_ofAFileThatWasCutOff_isRefusedWhereverItWasCut() throws IOException {
    byte[] whole = Files.readAllBytes(write());
    Path cut = folder.resolve("cut.zip");
    for (int length = 0; length < whole.length; length += 101) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertRefused(cut, "");
    }
  }

  /** Every entry's data, one byte of it, is noticed by its checksum or before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "journal/test.jsonl.zst",
        "log/transfers/0.zst",
        "log/ledger-commands/1.zst",
        "rows/0/accounts.zst",
        "rows/0/postings.zst",
        "rows/0/holds.zst",
        "rows/1/processed.zst",
        "history.json"
      })
  void reading_ofAnAlteredEntry_isRefused(String entry) throws IOException {
    Path file = write();
    byte[] stored;
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(entry))) {
      stored = in.readAllBytes();
    }
    byte[] bytes = Files.readAllBytes(file);
    int at = indexOf(bytes, stored);
    for (int i = 0; i < stored.length; i += Math.max(1, stored.length / 20)) {
      byte[] altered = bytes.clone();
      altered[at + i] ^= 4;
      Files.write(file, altered, StandardOpenOption.TRUNCATE_EXISTING);
      assertThatThrownBy(
              () -> {
                try (RecordedHistory recorded = RecordedHistory.open(file)) {
                  told(recorded);
                }
              })
          .as("byte %d of %s", i, entry)
          .isInstanceOf(HistoryFileException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not stored as it is");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> RecordedHistory.open(file).close())
        .isInstanceOf(HistoryFileException.class)
        .hasMessageContainingAll(file.toString(), why);
  }

  private Path write() {
    return write(
        new RecordedRun(
            RunContext.of(Semantics.EXACTLY_ONCE, "./onlyonce reconcile"),
            SmallBank.PARTITIONING,
            Rest.QUIET,
            Instant.ofEpochMilli(T0)));
  }

  private Path write(RecordedRun run) {
    Path file = folder.resolve("history.zip");
    try (RecordHistory recording = RecordHistory.to(file, run.partitioning())) {
      assertThat(recording.over(bank.history)).isNotNull();
      recording.complete();
      recording.finish(run);
    }
    return file;
  }

  /** All that a history says, source by source, as text. */
  private static List<String> told(History history) throws IOException {
    List<String> told = new ArrayList<>();
    history.readJournals(
        new Sources.JournalListener() {
          @Override
          public void entry(String journal, JournalEntry entry) {
            told.add(journal + entry);
          }

          @Override
          public void unreadable(String journal, long lineNumber, String why) {
            told.add(journal + lineNumber + why);
          }
        });
    for (Sources.Journal journal : history.journals()) {
      try (InputStream in = journal.open()) {
        told.add(journal.name() + new String(in.readAllBytes(), UTF_8));
      }
    }
    for (Topic topic : Topic.values()) {
      if (topic != Topic.SHARD_MAP) {
        for (int partition = 0; partition < history.partitions(topic); partition++) {
          LogRange range = history.range(topic, partition);
          told.add(topic + " " + partition + range);
          history.readLog(topic, partition, logged -> told.add(text(logged)));
        }
      }
    }
    for (int partition = 0; partition < 2; partition++) {
      PartitionRows rows = history.rows(partition);
      Optional<ProgressRow> progress = rows.progress();
      told.add(rows.homes() + " " + progress + history.committed(partition));
      rows.accounts(row -> told.add(row.toString()));
      rows.postings(row -> told.add(row.toString()));
      rows.holds(row -> told.add(row.toString()));
      rows.processed(
          row ->
              told.add(
                  row.id()
                      + Arrays.toString(row.payloadHash())
                      + row.logOffset()
                      + row.topic()
                      + row.key()
                      + Arrays.toString(row.outcome())));
      rows.refused(row -> told.add(row.toString()));
    }
    told.add(history.readReplicas().toString());
    return told;
  }

  private static String text(ConsumerRecord<byte[], byte[]> logged) {
    StringBuilder text = new StringBuilder();
    text.append(logged.topic()).append(logged.partition()).append('@').append(logged.offset());
    text.append(logged.timestampType()).append(logged.timestamp());
    text.append(Arrays.toString(logged.key())).append(Arrays.toString(logged.value()));
    for (Header header : logged.headers()) {
      text.append(header.key()).append(Arrays.toString(header.value()));
    }
    return text.toString();
  }
}
