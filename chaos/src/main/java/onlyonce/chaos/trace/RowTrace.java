package onlyonce.chaos.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.trace.Moment.What;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.jspecify.annotations.Nullable;

/** What the databases have of one intent. */
final class RowTrace {
  private final UUID id;
  private final Map<UUID, CommandType> steps;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param place of the command in the log that it comes from; empty when the row does not tell
   */
  private record Row(
      What what,
      String subject,
      String outcome,
      @Nullable String detail,
      String place,
      String record) {}

  RowTrace(UUID id) {
    this.id = id;
    this.steps = LogTrace.steps(id);
  }

  void read(Sources sources, List<Integer> ledgerPartitions) {
    for (int partition : ledgerPartitions) {
      PartitionRows found = sources.rows(partition);
      found.processed(row -> processed(partition, row));
      found.refused(row -> refused(partition, row));
      found.postings(row -> posting(partition, row));
      found.holds(row -> hold(partition, row));
    }
  }

  private void processed(int partition, ProcessedRow row) {
    if (steps.containsKey(row.id())) {
      String subject = "Something";
      String outcome = "unreadable";
      try {
        if (row.topic().equals(Topic.TRANSFER_RESULTS.topicName())) {
          TransferResult result = TransferResultCodec.decode(row.outcome());
          subject = CommandType.POST.label();
          outcome =
              result.end().label() + result.reason().map(why -> ", " + why.label()).orElse("");
        } else {
          CommandOutcome stored = CommandOutcomeCodec.decode(row.outcome());
          subject = stored.type().label();
          outcome = stored.outcome().label();
        }
      } catch (UnreadableException e) {
        outcome = "unreadable: " + e.detail();
      }
      add(What.STORED, subject, outcome, null, "engine.processed", partition, row.logOffset());
    }
  }

  private void refused(int partition, RefusedRow row) {
    if (row.id() != null && steps.containsKey(row.id())) {
      add(What.STORED, "Refusal", row.reason(), null, "engine.refused", partition, row.logOffset());
    }
  }

  private void posting(int partition, PostingRow row) {
    if (steps.containsKey(row.commandId()) || id.equals(row.transferId())) {
      add(
          What.POSTED,
          row.account(),
          "%+,d %s".formatted(row.amountMinor(), row.currency()),
          row.kind(),
          "ledger.posting",
          partition,
          row.logOffset());
    }
  }

  private void hold(int partition, HoldRow row) {
    if (row.transferId().equals(id)) {
      String amount =
          row.amountMinor() == null
              ? "without money"
              : "%,d %s".formatted(row.amountMinor(), row.currency());
      rows.add(
          new Row(
              What.HELD,
              row.account(),
              amount + ", now " + row.state(),
              null,
              "",
              "ledger.hold %d".formatted(partition)));
    }
  }

  private void add(
      What what,
      String subject,
      String outcome,
      @Nullable String detail,
      String table,
      int partition,
      long offset) {
    String place = LogTrace.place(Topic.LEDGER_COMMANDS.topicName(), partition, offset);
    rows.add(
        new Row(
            what, subject, outcome, detail, place, "%s %d@%d".formatted(table, partition, offset)));
  }

  /** The commands that rows come from. */
  List<String> places() {
    return rows.stream().map(Row::place).filter(place -> !place.isEmpty()).toList();
  }

  /**
   * @param timeOf when a record of the log was appended, if it was seen
   * @param last when a hold, whose row tells only how it is now, was changed at the latest
   */
  List<Moment> moments(Function<String, Optional<Instant>> timeOf, Instant last) {
    return rows.stream()
        .map(
            row ->
                new Moment(
                    timeOf.apply(row.place()).orElse(last),
                    row.what(),
                    row.subject(),
                    null,
                    row.outcome(),
                    row.detail(),
                    row.record()))
        .toList();
  }
}
