package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One transaction for one poll of one shard, all or nothing: progress rows first, in partition
 * order; then dedup, decisions, and what they left. It survives
 *
 * <ul>
 *   <li>redelivery: {@code next_offset} moves in the same transaction;
 *   <li>re-sending: {@code processed} knows the id;
 *   <li>zombies: without the owner's token no progress row is updated, and all is rolled back;
 *   <li>a crash anywhere: before the commit nothing happened, after it everything is in the
 *       database, outcomes included.
 * </ul>
 */
final class ApplySlices<C> {
  private final Handler<C> handler;
  private final ReadSlice<C> reader;

  ApplySlices(Handler<C> handler) {
    this.handler = handler;
    this.reader = new ReadSlice<>(handler);
  }

  /** A slice of an owned partition. */
  record Owned(Slice slice, TakeOver.Taken by, PublishedPrefix published) {}

  /**
   * What a committed transaction leaves to do.
   *
   * @param due outcomes that must reach Kafka, by ledger partition, in log order
   * @param again answers to duplicates
   */
  record Applied<C>(
      List<ReadSlice.Reading<C>> readings,
      Map<Integer, List<Publication>> due,
      List<Publication> again) {}

  /**
   * Reads, decides and commits.
   *
   * @param slices in the order of their partitions
   * @throws OwnershipLostException when a partition is no longer ours; nothing was committed
   * @throws SQLException also when the commit's fate is unknown
   */
  Applied<C> run(Connection connection, List<Owned> slices)
      throws SQLException, OwnershipLostException {
    List<ReadSlice.Reading<C>> readings =
        slices.stream().map(owned -> reader.read(owned.slice())).toList();
    List<ProgressTable.Step> steps = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      Owned owned = slices.get(i);
      steps.add(
          new ProgressTable.Step(
              owned.slice().from(),
              readings.get(i).to(),
              owned.published().value(),
              owned.by().owner()));
    }
    ProgressTable.advance(connection, steps);
    List<Entry<C>> entries = readings.stream().flatMap(r -> r.entries().stream()).toList();
    Dedup<C> dedup = new Dedup<>(entries, ProcessedTable.find(connection, entries));
    List<Reply> replies = apply(connection, dedup);
    ProcessedTable.insert(connection, dedup.fresh(), replies);
    RefusedTable.insert(connection, dedup.refused());
    connection.commit();
    return new Applied<>(readings, due(dedup, replies), again(dedup, replies));
  }

  private List<Reply> apply(Connection connection, Dedup<C> dedup) throws SQLException {
    if (dedup.fresh().isEmpty()) {
      return List.of();
    }
    List<Reply> replies =
        handler.apply(connection, dedup.fresh().stream().map(Entry.Candidate::asNew).toList());
    if (replies.size() != dedup.fresh().size()) {
      throw new IllegalStateException(
          "the handler gave %d replies to %d commands"
              .formatted(replies.size(), dedup.fresh().size()));
    }
    return replies;
  }

  private Map<Integer, List<Publication>> due(Dedup<C> dedup, List<Reply> replies) {
    Map<Integer, List<Publication>> due = new HashMap<>();
    for (int i = 0; i < dedup.fresh().size(); i++) {
      Entry.Candidate<C> entry = dedup.fresh().get(i);
      due.computeIfAbsent(entry.origin().partition(), p -> new ArrayList<>())
          .add(Publication.reply(handler, entry.origin().offset(), entry.id(), replies.get(i)));
    }
    for (Entry.Refused<C> entry : dedup.refused()) {
      due.computeIfAbsent(entry.origin().partition(), p -> new ArrayList<>())
          .add(Publication.refusal(handler, entry));
    }
    due.values().forEach(list -> list.sort(Comparator.comparingLong(Publication::offset)));
    return due;
  }

  private List<Publication> again(Dedup<C> dedup, List<Reply> replies) {
    return dedup.repeats().stream()
        .map(
            repeat ->
                Publication.reply(
                    handler,
                    repeat.entry().origin().offset(),
                    repeat.entry().id(),
                    repeat.reply(replies)))
        .collect(Collectors.toList());
  }
}
