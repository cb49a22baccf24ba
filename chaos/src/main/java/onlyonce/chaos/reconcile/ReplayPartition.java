package onlyonce.chaos.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.check.Check;
import onlyonce.chaos.check.ReplayedPartition;
import onlyonce.chaos.history.History;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.Intents;
import onlyonce.chaos.intent.Strays;
import onlyonce.chaos.model.Judged;
import onlyonce.chaos.model.LedgerModel;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Replays one ledger partition's log in the model, as far as it is processed, and lets every check
 * hear the rows. How far that is, the database says under exactly-once, and Kafka's group under the
 * weaker semantics. One partition's model is in memory at a time.
 */
final class ReplayPartition {
  private final History history;
  private final Evidence evidence;
  private final List<Check> checks;

  /** What the pass gathers across partitions. */
  record Evidence(
      Semantics semantics,
      Partitioning partitioning,
      Intents intents,
      Strays strays,
      MoneyTally money,
      Answers outcomes,
      Answers results) {}

  ReplayPartition(History history, Evidence evidence, List<Check> checks) {
    this.history = history;
    this.evidence = evidence;
    this.checks = checks;
  }

  LedgerModel replay(int partition) {
    PartitionRows rows = history.rows(partition);
    Optional<ProgressRow> progress = rows.progress();
    long next =
        switch (evidence.semantics()) {
          case EXACTLY_ONCE -> progress.map(ProgressRow::nextOffset).orElse(0L);
          case AT_LEAST_ONCE, AT_MOST_ONCE -> history.committed(partition).orElse(0L);
        };
    LedgerModel model = new LedgerModel(partition, evidence.partitioning());
    LogRange range = history.range(Topic.LEDGER_COMMANDS, partition);
    long[] waiting = new long[1];
    history.readLog(
        Topic.LEDGER_COMMANDS,
        partition,
        logged -> {
          evidence.intents().find(idOf(logged)).ifPresent(Intent::foundInLog);
          if (logged.offset() < next) {
            model.apply(logged);
          } else {
            waiting[0]++;
          }
        });
    hear(new ReplayedPartition(model, progress, rows.homes(), range, next, waiting[0]), rows);
    return model;
  }

  /** The id in a record's headers, however broken the rest of it is. */
  static @Nullable UUID idOf(ConsumerRecord<byte[], byte[]> logged) {
    Header header = logged.headers().lastHeader(Event.ID);
    if (header == null || header.value() == null || header.value().length != 36) {
      return null;
    }
    try {
      return UUID.fromString(new String(header.value(), UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void hear(ReplayedPartition partition, PartitionRows rows) {
    EffectTraces traces = new EffectTraces();
    checks.forEach(check -> check.replayed(partition));
    rows.postings(
        row -> {
          count(row);
          traces.posting(row);
          checks.forEach(check -> check.posting(partition, row));
        });
    rows.holds(
        row -> {
          traces.hold(row);
          evidence.intents().find(row.transferId()).ifPresent(intent -> intent.hold(row.state()));
          checks.forEach(check -> check.hold(partition, row));
        });
    rows.accounts(
        row -> {
          traces.account(row);
          checks.forEach(check -> check.account(partition, row));
        });
    rows.processed(row -> checks.forEach(check -> check.processed(partition, row)));
    rows.refused(row -> checks.forEach(check -> check.refused(partition, row)));
    checks.forEach(check -> check.finished(partition));
    // The checks have matched postings with commands by now; what is missing is an intent's loss.
    for (Judged judged : partition.model().judged()) {
      missEffect(judged, traces);
      if (judged.repeatedMillis() > 0) {
        evidence.intents().find(judged.owner()).ifPresent(i -> i.repeat(judged.repeatedMillis()));
      }
    }
  }

  private void count(PostingRow row) {
    evidence.money().posting(row);
    Optional<Intent> intent = evidence.intents().find(row.owner());
    if (intent.isPresent()) {
      intent.get().post(row);
    } else if (!row.isInternal()) {
      evidence.strays().post(row);
    }
  }

  private void missEffect(Judged judged, EffectTraces traces) {
    boolean missing =
        switch (evidence.semantics()) {
          case EXACTLY_ONCE ->
              judged.outcome() == Outcome.APPLIED
                  && judged.type() != CommandType.CONFIGURE
                  && !(judged.hasPostings() && traces.show(judged));
          // What was lost or doubled before it changes what the log implies, so only rows and
          // answers count.
          case AT_LEAST_ONCE, AT_MOST_ONCE -> !traces.show(judged);
        };
    if (!missing) {
      return;
    }
    Answers answers =
        judged.answerTopic() == Topic.TRANSFER_RESULTS ? evidence.results() : evidence.outcomes();
    boolean refused = answers.outcome(judged.id()).filter(o -> o != Outcome.APPLIED).isPresent();
    if (!refused) {
      evidence
          .intents()
          .find(judged.owner())
          .ifPresent(intent -> intent.missEffect(judged.appendMillis()));
    }
  }
}
