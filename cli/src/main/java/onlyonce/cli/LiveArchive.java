package onlyonce.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.JournalReader;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.reconcile.LookUpRows;
import onlyonce.chaos.reconcile.ShardAddress;
import onlyonce.chaos.trace.Archive;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A platform that runs: its log from around an id's time, and its shards' rows of that id. */
final class LiveArchive implements Archive, AutoCloseable {
  /** How far a client's clock may be ahead of the brokers' before the whole log has to be read. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration JUST_BEFORE = Duration.ofSeconds(2);

  /** Most stories are over by then. */
  private static final Duration SOON_AFTER = Duration.ofSeconds(20);

  private final ReadLog log;
  private final ShardMap map;
  private final List<Sources.Journal> journals;
  private final Optional<LookUpRows> rows;

  private LiveArchive(
      ReadLog log, ShardMap map, List<Sources.Journal> journals, Optional<LookUpRows> rows) {
    this.log = log;
    this.map = map;
    this.journals = journals;
    this.rows = rows;
  }

  /** Journals, log and rows. */
  static LiveArchive open(
      Map<String, Object> clientProperties,
      ShardMap map,
      List<ShardAddress> shards,
      Path journals) {
    LookUpRows rows = LookUpRows.open(shards, map);
    return new LiveArchive(
        ReadLog.open(clientProperties), map, JournalReader.in(journals), Optional.of(rows));
  }

  /** The log alone, and all of it that comes after an id. */
  static LiveArchive ofLog(Map<String, Object> clientProperties, ShardMap map) {
    return new LiveArchive(ReadLog.open(clientProperties), map, List.of(), Optional.empty());
  }

  @Override
  public Partitioning partitioning() {
    return map.partitioning();
  }

  @Override
  public List<Span> spans(UUID id) {
    if (!CommandIds.isVersion7(id)) {
      return List.of(Span.ALL);
    }
    long millis = CommandIds.timeMillis(id);
    Span since = new Span(Math.max(0, millis - SKEW.toMillis()), Long.MAX_VALUE);
    Span close =
        new Span(Math.max(0, millis - JUST_BEFORE.toMillis()), millis + SOON_AFTER.toMillis());
    return rows.isEmpty() ? List.of(since, Span.ALL) : List.of(close, since, Span.ALL);
  }

  @Override
  public Sources within(Span span, Set<UUID> ids) {
    return new Within(span, ids);
  }

  private final class Within implements Sources {
    private final Span span;
    private final Set<UUID> ids;

    Within(Span span, Set<UUID> ids) {
      this.span = span;
      this.ids = ids;
    }

    @Override
    public List<Journal> journals() {
      return journals;
    }

    @Override
    public int partitions(Topic topic) {
      return log.partitions(topic.topicName()).size();
    }

    @Override
    public void readLog(
        Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
      log.each(List.of(new TopicPartition(topic.topicName(), partition)), span, reader);
    }

    @Override
    public PartitionRows rows(int ledgerPartition) {
      return rows.<PartitionRows>map(found -> found.rows(ledgerPartition, ids))
          .orElseGet(NoRows::new);
    }
  }

  /** Of a platform whose shards are not asked. */
  private static final class NoRows implements PartitionRows {
    @Override
    public List<String> homes() {
      return List.of();
    }

    @Override
    public Optional<ProgressRow> progress() {
      return Optional.empty();
    }

    @Override
    public void accounts(Consumer<AccountRow> reader) {}

    @Override
    public void postings(Consumer<PostingRow> reader) {}

    @Override
    public void holds(Consumer<HoldRow> reader) {}

    @Override
    public void processed(Consumer<ProcessedRow> reader) {}

    @Override
    public void refused(Consumer<RefusedRow> reader) {}
  }

  @Override
  public void close() {
    log.close();
    rows.ifPresent(LookUpRows::close);
  }
}
