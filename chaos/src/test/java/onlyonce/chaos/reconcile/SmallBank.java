package onlyonce.chaos.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.AccountId;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * A small good history, every row of it written by hand, for tests to spoil. Two ledger partitions;
 * alice, bob and erin live in 0, carol and dave in 1. One direct transfer (sent twice), one saga
 * that completed, one that was compensated, one refusal.
 *
 * <pre>
 * partition 0: 0 Configure, 1 Open alice 1000, 2 Open bob 0, 3 Post alice to bob 300, 4 the same again,
 *              5 Hold 200 at alice, 7 Settle, 8 Post bob to alice 9999 (refused), 9 Open erin 50 USD,
 *              10 Hold 100 at bob, 12 Release
 * partition 1: 0 Configure, 1 Open carol 500, 2 Credit 200 to carol, 4 Credit 100 to dave (no such account)
 * </pre>
 */
public final class SmallBank {
  public static final Partitioning PARTITIONING = Partitioning.hash(2);
  public static final long T0 = 1_700_000_000_000L;

  public final String alice = name("alice", 0);
  public final String bob = name("bob", 0);
  public final String erin = name("erin", 0);
  public final String carol = name("carol", 1);
  public final String dave = name("dave", 1);

  public final UUID openAlice = id(1);
  public final UUID openBob = id(2);
  public final UUID openErin = id(3);
  public final UUID openCarol = id(4);
  public final UUID direct = id(5);
  public final UUID saga = id(6);
  public final UUID refusal = id(7);
  public final UUID undone = id(8);

  public final WrittenHistory history = new WrittenHistory(2);
  private int line;

  public SmallBank() {
    open(openAlice, alice, "EUR", 1000, 0, 1);
    open(openBob, bob, "EUR", 0, 0, 2);
    open(openErin, erin, "USD", 50, 0, 9);
    open(openCarol, carol, "EUR", 500, 1, 1);
    intend(direct, "ledger-commands", "onlyonce.Post", money(alice, bob, 300));
    history.journal.add(new JournalEntry.Resent(++line, direct));
    intend(saga, "transfers", "onlyonce.Transfer", money(alice, carol, 200));
    intend(refusal, "ledger-commands", "onlyonce.Post", money(bob, alice, 9999));
    intend(undone, "transfers", "onlyonce.Transfer", money(bob, dave, 100));
    writeLog();
    writeRows();
    writeAnswers();
  }

  private void writeLog() {
    command(0, 0, id(100), CommandType.CONFIGURE, configure());
    command(0, 3, direct, CommandType.POST, money(alice, bob, 300));
    command(0, 4, direct, CommandType.POST, money(alice, bob, 300));
    command(0, 5, step(saga, CommandType.HOLD), CommandType.HOLD, held(saga, alice, 200));
    command(0, 7, step(saga, CommandType.SETTLE), CommandType.SETTLE, at(saga, alice));
    command(0, 8, refusal, CommandType.POST, money(bob, alice, 9999));
    command(0, 10, step(undone, CommandType.HOLD), CommandType.HOLD, held(undone, bob, 100));
    command(0, 12, step(undone, CommandType.RELEASE), CommandType.RELEASE, at(undone, bob));
    command(1, 0, id(101), CommandType.CONFIGURE, configure());
    command(1, 2, step(saga, CommandType.CREDIT), CommandType.CREDIT, held(saga, carol, 200));
    command(1, 4, step(undone, CommandType.CREDIT), CommandType.CREDIT, held(undone, dave, 100));
    add(Topic.TRANSFERS, 0, 0, saga, "onlyonce.Transfer", money(alice, carol, 200));
    add(Topic.TRANSFERS, 1, 0, undone, "onlyonce.Transfer", money(bob, dave, 100));
  }

  private void writeRows() {
    WrittenHistory.Rows zero = history.rows(0);
    zero.progress = new ProgressRow(13, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);
    zero.accounts.add(new AccountRow(alice, "EUR", 500, 0, false, false, 8));
    zero.accounts.add(new AccountRow(bob, "EUR", 300, 0, false, false, 13));
    zero.accounts.add(new AccountRow(erin, "USD", 50, 0, false, false, 10));
    zero.accounts.add(new AccountRow("~treasury:EUR", "EUR", -1000, 0, true, false, 2));
    zero.accounts.add(new AccountRow("~treasury:USD", "USD", -50, 0, true, false, 10));
    zero.accounts.add(new AccountRow("~in-transit:EUR", "EUR", 200, 0, true, false, 8));
    pair(0, 1, openAlice, openAlice, "Open", "~treasury:EUR", alice, "EUR", 1000);
    pair(0, 9, openErin, openErin, "Open", "~treasury:USD", erin, "USD", 50);
    pair(0, 3, direct, direct, "Post", alice, bob, "EUR", 300);
    pair(
        0, 7, step(saga, CommandType.SETTLE), saga, "Settle", alice, "~in-transit:EUR", "EUR", 200);
    zero.holds.add(new HoldRow(saga, alice, "EUR", 200L, "settled"));
    zero.holds.add(new HoldRow(undone, bob, "EUR", 100L, "released"));

    WrittenHistory.Rows one = history.rows(1);
    one.progress = new ProgressRow(5, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);
    one.accounts.add(new AccountRow(carol, "EUR", 700, 0, false, false, 3));
    one.accounts.add(new AccountRow("~treasury:EUR", "EUR", -500, 0, true, false, 2));
    one.accounts.add(new AccountRow("~in-transit:EUR", "EUR", -200, 0, true, false, 3));
    pair(1, 1, openCarol, openCarol, "Open", "~treasury:EUR", carol, "EUR", 500);
    pair(
        1, 2, step(saga, CommandType.CREDIT), saga, "Credit", "~in-transit:EUR", carol, "EUR", 200);
  }

  private void writeAnswers() {
    opened(0, openAlice, 1);
    opened(0, openBob, 2);
    opened(0, openErin, 9);
    opened(1, openCarol, 1);
    posted(0, direct, 3, "\"end\":\"Completed\"");
    result(direct, ended(direct, "\"end\":\"Completed\"", 0, 4));
    posted(0, refusal, 8, "\"end\":\"Rejected\",\"reason\":\"InsufficientFunds\"");
    stepped(0, saga, CommandType.HOLD, 5, "Applied");
    stepped(1, saga, CommandType.CREDIT, 2, "Applied");
    stepped(0, saga, CommandType.SETTLE, 7, "Applied");
    stepped(0, undone, CommandType.HOLD, 10, "Applied");
    stepped(1, undone, CommandType.CREDIT, 4, "AccountNotFound");
    stepped(0, undone, CommandType.RELEASE, 12, "Applied");
    result(saga, ended(saga, "\"end\":\"Completed\"", 0, 8));
    result(undone, ended(undone, "\"end\":\"Compensated\",\"reason\":\"AccountNotFound\"", 0, 13));
  }

  /** Everything that the checker says of the history as it stands now. */
  public Report report() {
    return report(Rest.QUIET, List.of());
  }

  public Report report(Rest rest, List<FaultRecord> faults) {
    return report(Semantics.EXACTLY_ONCE, rest, faults);
  }

  public Report report(Semantics semantics, Rest rest, List<FaultRecord> faults) {
    RunContext run = new RunContext(semantics, 7, faults, "onlyonce demo", new TreeMap<>());
    Examination examination = new Examination(history, PARTITIONING, run, ProgressListener.NONE);
    examination.read();
    return examination.report(rest, Instant.ofEpochMilli(T0));
  }

  public static CheckResult check(Report report, String name) {
    return report.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  // ----- pieces of the history

  /**
   * The same bank as processors of a weaker semantics leave it: nothing is sent twice, the engine
   * keeps no rows, and how far the log is read stands in Kafka.
   */
  public SmallBank withoutEngineRows() {
    history.journal.removeIf(entry -> entry instanceof JournalEntry.Resent);
    history.records(Topic.LEDGER_COMMANDS, 0).removeIf(logged -> logged.offset() == 4);
    for (int partition = 0; partition < 2; partition++) {
      WrittenHistory.Rows rows = history.rows(partition);
      rows.processed.clear();
      rows.progress = new ProgressRow(0, 0, 0, 86_400_000, 1);
    }
    history.committed.put(0, 13L);
    history.committed.put(1, 5L);
    return this;
  }

  /** Writes another balance. */
  public void balance(int partition, String account, UnaryOperator<Long> change) {
    account(partition, account, change, held -> held);
  }

  /** Writes another balance, and another sum of what is held. */
  public void account(
      int partition, String account, UnaryOperator<Long> posted, UnaryOperator<Long> held) {
    history
        .rows(partition)
        .accounts
        .replaceAll(
            row ->
                row.account().equals(account)
                    ? new AccountRow(
                        row.account(),
                        row.currency(),
                        posted.apply(row.postedMinor()),
                        held.apply(row.heldMinor()),
                        row.mayGoNegative(),
                        row.closed(),
                        row.version())
                    : row);
  }

  /** Writes another state of a transfer's hold. */
  public void hold(int partition, UUID transfer, String state) {
    history
        .rows(partition)
        .holds
        .replaceAll(
            row ->
                row.transferId().equals(transfer)
                    ? new HoldRow(transfer, row.account(), row.currency(), row.amountMinor(), state)
                    : row);
  }

  /** Takes a command's postings away. */
  public void removePostings(int partition, UUID command) {
    history.rows(partition).postings.removeIf(row -> row.commandId().equals(command));
  }

  /** Takes a command's outcomes away. */
  public void removeOutcomes(UUID command) {
    history
        .records(Topic.LEDGER_OUTCOMES, 0)
        .removeIf(
            logged ->
                new String(logged.value(), UTF_8).contains("\"command_id\":\"" + command + "\""));
  }

  public void intend(UUID id, String topic, String type, String value) {
    line++;
    history.journal.add(new JournalEntry.Journalled(line, id, topic, 0, type, T0, value));
    history.journal.add(new JournalEntry.Acknowledged(line, 0, 0));
  }

  private void open(
      UUID id, String account, String currency, long minor, int partition, long offset) {
    String value =
        "{\"account\":\"%s\",\"currency\":\"%s\",\"opening_minor\":%d,\"may_go_negative\":false}"
            .formatted(account, currency, minor);
    intend(id, "ledger-commands", "onlyonce.Open", value);
    command(partition, offset, id, CommandType.OPEN, value);
  }

  public void command(int partition, long offset, UUID id, CommandType type, String value) {
    add(Topic.LEDGER_COMMANDS, partition, offset, id, type.eventType(), value);
  }

  public void add(Topic topic, int partition, long offset, UUID id, String type, String value) {
    List<ConsumerRecord<byte[], byte[]>> records = history.records(topic, partition);
    records.add(consumed(topic, partition, offset, id, type, value));
    records.sort((a, b) -> Long.compare(a.offset(), b.offset()));
  }

  public static ConsumerRecord<byte[], byte[]> consumed(
      Topic topic, int partition, long offset, UUID id, String type, String value) {
    ProducerRecord<byte[], byte[]> sent =
        new WireRecord(
                topic.topicName(),
                partition,
                id.toString(),
                new Event(id, type, "test", Instant.ofEpochMilli(T0)),
                value.getBytes(UTF_8))
            .toProducerRecord();
    return new ConsumerRecord<>(
        topic.topicName(),
        partition,
        offset,
        T0 + 100 + offset,
        TimestampType.LOG_APPEND_TIME,
        3,
        value.length(),
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  public void deadLetter(ConsumerRecord<byte[], byte[]> origin, DeadLetterReason reason) {
    List<ConsumerRecord<byte[], byte[]>> letters = history.records(Topic.DEAD_LETTERS, 0);
    ConsumerRecord<byte[], byte[]> letter =
        new ConsumerRecord<>(
            Topic.DEAD_LETTERS.topicName(), 0, letters.size(), origin.key(), origin.value());
    origin.headers().forEach(letter.headers()::add);
    DeadLetter.of(origin, reason, "test").writeTo(letter.headers());
    letters.add(letter);
  }

  public void pair(
      int partition,
      long offset,
      UUID command,
      UUID transfer,
      String kind,
      String from,
      String to,
      String currency,
      long minor) {
    List<PostingRow> postings = history.rows(partition).postings;
    postings.add(new PostingRow(offset, command, transfer, kind, from, currency, -minor));
    postings.add(new PostingRow(offset, command, transfer, kind, to, currency, minor));
  }

  private void opened(int partition, UUID id, long offset) {
    String outcome =
        "{\"command_id\":\"%s\",\"command\":\"Open\",\"outcome\":\"Applied\",\"partition\":%d,\"version\":%d}"
            .formatted(id, partition, offset + 1);
    processed(partition, id, offset, "ledger-outcomes", id, outcome);
    outcome(id, outcome);
  }

  private void stepped(
      int partition, UUID transfer, CommandType type, long offset, String outcome) {
    String value = answerOf(partition, transfer, type, offset, outcome);
    processed(partition, step(transfer, type), offset, "ledger-outcomes", transfer, value);
    outcome(transfer, value);
  }

  /** A saga step's answer as it is published. */
  public static String answerOf(
      int partition, UUID transfer, CommandType type, long offset, String outcome) {
    return "{\"command_id\":\"%s\",\"command\":\"%s\",\"transfer_id\":\"%s\",\"outcome\":\"%s\",\"partition\":%d,\"version\":%d}"
        .formatted(step(transfer, type), type.label(), transfer, outcome, partition, offset + 1);
  }

  private void posted(int partition, UUID id, long offset, String end) {
    String value = ended(id, end, partition, offset + 1);
    processed(partition, id, offset, "transfer-results", id, value);
    result(id, value);
  }

  public static String ended(UUID transfer, String end, int partition, long version) {
    return "{\"transfer_id\":\"%s\",%s,\"partition\":%d,\"version\":%d}"
        .formatted(transfer, end, partition, version);
  }

  private void processed(
      int partition, UUID id, long offset, String topic, UUID key, String outcome) {
    ConsumerRecord<byte[], byte[]> origin =
        history.records(Topic.LEDGER_COMMANDS, partition).stream()
            .filter(logged -> logged.offset() == offset)
            .findFirst()
            .orElseThrow();
    history
        .rows(partition)
        .processed
        .add(
            new ProcessedRow(id, payloadHash(origin), offset, topic, key, outcome.getBytes(UTF_8)));
  }

  private static byte[] payloadHash(ConsumerRecord<byte[], byte[]> origin) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(origin.headers().lastHeader("ce_type").value());
      sha256.update((byte) 0);
      return Arrays.copyOf(sha256.digest(origin.value()), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  public void outcome(UUID key, String value) {
    long offset = history.records(Topic.LEDGER_OUTCOMES, 0).size();
    add(Topic.LEDGER_OUTCOMES, 0, offset, key, "onlyonce.CommandOutcome", value);
  }

  public void result(UUID key, String value) {
    long offset = history.records(Topic.TRANSFER_RESULTS, 0).size();
    add(Topic.TRANSFER_RESULTS, 0, offset, key, "onlyonce.TransferResult", value);
  }

  public void removeResults(UUID transfer) {
    history
        .records(Topic.TRANSFER_RESULTS, 0)
        .removeIf(logged -> new String(logged.value(), UTF_8).contains(transfer.toString()));
  }

  public static UUID step(UUID transfer, CommandType type) {
    return CommandIds.ofStep(transfer, type);
  }

  public static String money(String from, String to, long minor) {
    return "{\"from\":\"%s\",\"to\":\"%s\",\"amount_minor\":%d,\"currency\":\"EUR\"}"
        .formatted(from, to, minor);
  }

  public static String held(UUID transfer, String account, long minor) {
    return "{\"transfer_id\":\"%s\",\"account\":\"%s\",\"amount_minor\":%d,\"currency\":\"EUR\"}"
        .formatted(transfer, account, minor);
  }

  private static String at(UUID transfer, String account) {
    return "{\"transfer_id\":\"%s\",\"account\":\"%s\"}".formatted(transfer, account);
  }

  private static String configure() {
    return "{\"rules_version\":1,\"dedup_window_ms\":86400000}";
  }

  /** A UUIDv7 of the bank's time. */
  public static UUID id(int number) {
    long low = 0x8000_0000_0000_0000L | number;
    return new UUID(((T0 + Math.min(number, 8)) << 16) | 0x7000L, low);
  }

  /** A name that the partition function puts where the test wants it. */
  public static String name(String prefix, int partition) {
    for (int number = 0; ; number++) {
      String candidate = prefix + "-" + number;
      if (PARTITIONING.of(new AccountId(candidate)) == partition) {
        return candidate;
      }
    }
  }
}
