package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One transaction for one poll of one shard, all or nothing: progress rows first, in partition
 * order; then dedup, decisions, and what they left. It survives
 *
 * <ul>
 *   <li>redelivery: {@code next_offset} moves in the same transaction;
 *   <li>re-sending: {@code processed} knows the id;
 *   <li>zombies: without the owner's token no progress row is updated, and all is rolled back;
 *   <li>a wait for standbys that is cut short: such a commit counts as unknown ({@link Commit});
 *   <li>a crash anywhere: before the commit nothing happened, after it everything is in the
 *       database, outcomes included.
 * </ul>
 */
final class ApplySlices<C> {
  private static final int KNOWN_IDS = 16_384;

  private final Handler<C> handler;
  private final KnownIds knownIds = new KnownIds(KNOWN_IDS);

  private final Origins origins;

  /**
   * @param origins where the bytes of refused records are read again
   */
  ApplySlices(Handler<C> handler, Origins origins) {
    this.handler = handler;
    this.origins = origins;
  }

  /** The log, record by record. */
  interface Origins {
    ConsumerRecord<byte[], byte[]> read(int partition, long offset);
  }

  /**
   * What a committed transaction leaves to do.
   *
   * @param dueByPartition outcomes that must reach Kafka, in log order
   * @param again answers to duplicates
   */
  record Applied(Map<Integer, List<Publication>> dueByPartition, List<Publication> again) {

    static <C> Applied of(
        Handler<C> handler,
        List<Entry.Candidate<C>> fresh,
        List<Reply> replies,
        List<Entry.Refused<C>> refused,
        Origins origins,
        List<Publication> again) {
      Map<Integer, List<Publication>> due = new HashMap<>();
      for (int i = 0; i < fresh.size(); i++) {
        Entry.Candidate<C> entry = fresh.get(i);
        due.computeIfAbsent(entry.partition(), p -> new ArrayList<>())
            .add(new Publication.Answer(handler, entry.offset(), entry.id(), replies.get(i)));
      }
      for (Entry.Refused<C> entry : refused) {
        due.computeIfAbsent(entry.partition(), p -> new ArrayList<>())
            .add(new Publication.Refusal<>(handler, entry, origin(entry, origins)));
      }
      if (!refused.isEmpty()) {
        due.values().forEach(list -> list.sort(Comparator.comparingLong(Publication::offset)));
      }
      return new Applied(due, again);
    }

    private static ConsumerRecord<byte[], byte[]> origin(Entry.Refused<?> entry, Origins origins) {
      ConsumerRecord<byte[], byte[]> known = entry.origin();
      return known != null ? known : origins.read(entry.partition(), entry.offset());
    }

    List<Publication> due(int partition) {
      return dueByPartition.getOrDefault(partition, List.of());
    }
  }

  /** A partition was taken over: from now on new ids are told without asking the database. */
  void begin(Connection connection, int partition) throws SQLException {
    knownIds.begin(partition, ProcessedTable.largestId(connection, partition));
  }

  /** A partition is gone, or what is known of it is in doubt. */
  void forget(int partition) {
    knownIds.forget(partition);
  }

  /**
   * Decides and commits.
   *
   * @param batch in the order of the partitions
   * @throws OwnershipLostException when a partition is no longer ours; nothing was committed
   * @throws SQLException also when the commit's fate is unknown
   */
  Applied run(Connection connection, List<Owned<C>> batch)
      throws SQLException, OwnershipLostException {
    ProgressTable.advance(connection, batch);
    List<Entry<C>> entries = new ArrayList<>();
    batch.forEach(owned -> entries.addAll(owned.reading().entries()));
    Dedup<C> dedup = new Dedup<>(entries, ProcessedTable.find(connection, perhapsKnown(entries)));
    List<Reply> replies = apply(handler, connection, dedup.fresh());
    ProcessedTable.insert(connection, dedup.fresh(), replies);
    RefusedTable.insert(connection, dedup.refused());
    Commit.of(connection);
    knownIds.committed(dedup.fresh());
    return Applied.of(
        handler, dedup.fresh(), replies, dedup.refused(), origins, again(dedup, replies));
  }

  private List<Entry.Candidate<C>> perhapsKnown(List<Entry<C>> entries) {
    List<Entry.Candidate<C>> perhaps = new ArrayList<>();
    for (Entry<C> entry : entries) {
      if (entry instanceof Entry.Candidate<C> candidate
          && candidate.remembered()
          && !knownIds.isNew(candidate.partition(), candidate.id())) {
        perhaps.add(candidate);
      }
    }
    return perhaps;
  }

  /** Lets the handler apply new commands; it owes one reply for each. */
  static <C> List<Reply> apply(
      Handler<C> handler, Connection connection, List<Entry.Candidate<C>> fresh)
      throws SQLException {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<NewCommand<C>> commands = new ArrayList<>(fresh.size());
    fresh.forEach(candidate -> commands.add(candidate.asNew()));
    List<Reply> replies = handler.apply(connection, commands);
    if (replies.size() != fresh.size()) {
      throw new IllegalStateException(
          "the handler gave %d replies to %d commands".formatted(replies.size(), fresh.size()));
    }
    return replies;
  }

  private List<Publication> again(Dedup<C> dedup, List<Reply> replies) {
    return dedup.repeats().stream()
        .map(
            repeat ->
                new Publication.Answer(
                    handler, repeat.entry().offset(), repeat.entry().id(), repeat.reply(replies)))
        .collect(Collectors.toList());
  }
}
