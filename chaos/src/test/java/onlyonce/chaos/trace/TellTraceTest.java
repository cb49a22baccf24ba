package onlyonce.chaos.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.chaos.reconcile.SmallBank.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class TellTraceTest {
  private final SmallBank bank = new SmallBank();

  @Test
  void trace_ofACompletedSaga_tellsEachStepInOrder() {
    Trace trace = trace(bank.saga);

    assertThat(trace.wish()).isEqualTo("200 EUR from %s to %s".formatted(bank.alice, bank.carol));
    assertThat(trace.moments()).isSortedAccordingTo(Comparator.comparing(Moment::at));
    assertThat(lines(trace))
        .containsExactlyInAnyOrder(
            "Transfer JOURNALLED null test.jsonl:12",
            "Transfer ACKNOWLEDGED as transfers-0@0 test.jsonl:13",
            "Transfer ASKED null transfers-0@0",
            "Hold SENT null ledger-commands-0@5",
            "Hold STORED Applied engine.processed 0@5",
            "Hold ANSWERED Applied " + answer(bank.saga, CommandType.HOLD),
            "Credit SENT null ledger-commands-1@2",
            "Credit STORED Applied engine.processed 1@2",
            "~in-transit:EUR POSTED -200 EUR ledger.posting 1@2",
            bank.carol + " POSTED +200 EUR ledger.posting 1@2",
            "Credit ANSWERED Applied " + answer(bank.saga, CommandType.CREDIT),
            "Settle SENT null ledger-commands-0@7",
            "Settle STORED Applied engine.processed 0@7",
            bank.alice + " POSTED -200 EUR ledger.posting 0@7",
            "~in-transit:EUR POSTED +200 EUR ledger.posting 0@7",
            bank.alice + " HELD 200 EUR, now settled ledger.hold 0",
            "Settle ANSWERED Applied " + answer(bank.saga, CommandType.SETTLE),
            "Transfer ENDED Completed " + result(bank.saga));
  }

  @Test
  void trace_ofADirectTransferThatWasSentTwice_tellsBothAndOneEffect() {
    List<String> lines = lines(trace(bank.direct));

    assertThat(lines)
        .contains(
            "Post JOURNALLED null test.jsonl:9",
            "Post RESENT null test.jsonl:11",
            "Post SENT null ledger-commands-0@3",
            "Post SENT null ledger-commands-0@4",
            "Post STORED Completed engine.processed 0@3",
            bank.alice + " POSTED -300 EUR ledger.posting 0@3",
            bank.bob + " POSTED +300 EUR ledger.posting 0@3");
    assertThat(lines).filteredOn(line -> line.contains("POSTED")).hasSize(2);
  }

  @Test
  void trace_ofAnOpen_tellsItsOutcome() {
    assertThat(lines(trace(bank.openErin)))
        .contains(
            "Open JOURNALLED null test.jsonl:5",
            "Open SENT null ledger-commands-0@9",
            "Open STORED Applied engine.processed 0@9",
            bank.erin + " POSTED +50 USD ledger.posting 0@9")
        .anyMatch(line -> line.startsWith("Open ANSWERED Applied ledger-outcomes"));
  }

  @Test
  void trace_withoutAJournal_findsTheAccountsInTheLog() {
    bank.history.journal.clear();

    Trace trace = trace(bank.undone);

    assertThat(trace.wish()).isEqualTo("%s → %s, 100 EUR".formatted(bank.bob, bank.dave));
    assertThat(lines(trace))
        .contains(
            "Release STORED Applied engine.processed 0@12",
            bank.bob + " HELD 100 EUR, now released ledger.hold 0",
            "Credit STORED AccountNotFound engine.processed 1@4");
  }

  @Test
  void trace_ofADeadLetter_tellsWhy() {
    bank.deadLetter(
        bank.history.records(Topic.LEDGER_COMMANDS, 0).get(4),
        DeadLetterReason.CONFLICTS_WITH_EARLIER);

    assertThat(lines(trace(bank.direct)))
        .contains("Post PUT_ASIDE ConflictsWithEarlier dead-letters-0@0");
  }

  @Test
  void trace_ofAnAcknowledgedIntentThatIsNowhere_tellsWhatTheJournalHas() {
    UUID lost = CommandIds.derived(bank.direct, "lost");
    bank.intend(lost, "transfers", "onlyonce.Transfer", "{}");
    bank.history.journal.add(new JournalEntry.NotSent(10));

    Trace trace = trace(lost);

    assertThat(trace.wish()).isEqualTo("an unreadable payload");
    assertThat(trace.moments()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(trace.moments()).noneMatch(moment -> moment.what() == Moment.What.SENT);
  }

  @Test
  void trace_ofAnIdThatNobodyKnows_isEmpty() {
    assertThat(trace(CommandIds.derived(bank.direct, "nobody")).moments()).isEmpty();
  }

  @Test
  void trace_ofALiveLog_readsOnUntilTheStoryIsWhole() {
    List<Archive.Span> close =
        List.of(
            new Archive.Span(T0, T0 + 5), new Archive.Span(T0, Long.MAX_VALUE), Archive.Span.ALL);
    Narrowed narrowed = new Narrowed(close);

    Trace trace = TellTrace.of(narrowed, bank.saga);

    assertThat(narrowed.read).containsExactly(close.get(0), close.get(0), close.get(1));
    assertThat(trace.read()).isEqualTo(close.get(1));
    assertThat(trace.moments()).hasSize(18);
  }

  @Test
  void trace_ofALiveLogThatHasItAllAround_readsNoFurther() {
    List<Archive.Span> close = List.of(new Archive.Span(T0, T0 + 500), Archive.Span.ALL);
    Narrowed narrowed = new Narrowed(close);

    assertThat(TellTrace.of(narrowed, bank.saga).read()).isEqualTo(close.get(0));
    assertThat(narrowed.read).doesNotContain(Archive.Span.ALL);
  }

  /** The bank's log, as a live one is read: by spans of time. */
  private final class Narrowed implements Archive {
    private final List<Span> spans;
    private final List<Span> read = new ArrayList<>();

    Narrowed(List<Span> spans) {
      this.spans = spans;
    }

    @Override
    public Partitioning partitioning() {
      return SmallBank.PARTITIONING;
    }

    @Override
    public List<Span> spans(UUID id) {
      return spans;
    }

    @Override
    public Sources within(Span span, Set<UUID> ids) {
      read.add(span);
      return new OfSpan(span);
    }
  }

  /** All that goes by a transfer's id stands in one partition. */
  private final class OfSpan implements Sources {
    private final Archive.Span span;

    OfSpan(Archive.Span span) {
      this.span = span;
    }

    @Override
    public List<Journal> journals() {
      return bank.history.journals();
    }

    @Override
    public int partitions(Topic topic) {
      return topic == Topic.LEDGER_COMMANDS ? 2 : 1;
    }

    @Override
    public void readLog(
        Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
      int last = topic == Topic.LEDGER_COMMANDS ? partition : 1;
      for (int each = partition; each <= last; each++) {
        bank.history.records(topic, each).stream()
            .filter(
                logged ->
                    span.equals(Archive.Span.ALL)
                        || (logged.timestamp() >= span.fromMillis()
                            && logged.timestamp() <= span.toMillis()))
            .forEach(reader);
      }
    }

    @Override
    public PartitionRows rows(int ledgerPartition) {
      return bank.history.rows(ledgerPartition);
    }
  }

  private Trace trace(UUID id) {
    return TellTrace.of(new Narrowed(List.of(Archive.Span.ALL)), id);
  }

  private String answer(UUID transfer, CommandType step) {
    return bank.history.records(Topic.LEDGER_OUTCOMES, 0).stream()
        .filter(
            logged ->
                new String(logged.value(), UTF_8)
                    .contains("\"command_id\":\"" + CommandIds.ofStep(transfer, step)))
        .map(logged -> "ledger-outcomes-0@" + logged.offset())
        .findFirst()
        .orElseThrow();
  }

  private String result(UUID transfer) {
    return bank.history.records(Topic.TRANSFER_RESULTS, 0).stream()
        .filter(logged -> new String(logged.value(), UTF_8).contains(transfer.toString()))
        .map(logged -> "transfer-results-0@" + logged.offset())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Trace trace) {
    return trace.moments().stream()
        .map(
            moment ->
                "%s %s %s %s"
                    .formatted(moment.subject(), moment.what(), moment.outcome(), moment.record()))
        .toList();
  }
}
