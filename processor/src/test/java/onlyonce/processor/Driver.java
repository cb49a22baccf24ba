package onlyonce.processor;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One owner that runs the engine step by step, where the poll loop would. */
final class Driver implements AutoCloseable {
  private final ShardSession session;
  private final TakeOver takeOver;
  private final ReadSlice<Count> reader;
  private final ApplySlices<Count> applySlices;
  private final Map<Place, ConsumerRecord<byte[], byte[]>> log = new HashMap<>();

  private record Place(int partition, long offset) {}

  Driver(CounterShards shards, int partition, String name, Handler<Count> handler) {
    this(shards, partition, name, handler, 1);
  }

  /**
   * @param knownEpoch of the shard map, for all partitions
   */
  Driver(
      CounterShards shards, int partition, String name, Handler<Count> handler, long knownEpoch) {
    String sessionName = ProcessorSettings.SESSION_PREFIX + name;
    this.session =
        new ShardSession(shards.shardOf(partition).jdbcUrl(), CounterShards.APPLY, sessionName);
    this.takeOver = new TakeOver(session, sessionName, p -> knownEpoch);
    this.reader = new ReadSlice<>(handler);
    this.applySlices =
        new ApplySlices<>(
            handler,
            (origin, offset) -> Objects.requireNonNull(log.get(new Place(origin, offset))));
  }

  ShardSession session() {
    return session;
  }

  List<TakeOver.Taken> takeOver(Integer... partitions) throws SQLException {
    List<TakeOver.Taken> taken = takeOver.run(List.of(partitions));
    for (TakeOver.Taken each : taken) {
      applySlices.begin(session.connection(), each.progress().partition());
    }
    return taken;
  }

  /** Commits a slice as the owner that {@code taken} says; what was published, stays unknown. */
  ApplySlices.Applied apply(TakeOver.Taken taken, Slice slice)
      throws SQLException, OwnershipLostException {
    return apply(taken, slice, new PublishedPrefix(taken.progress().publishedOffset()));
  }

  ApplySlices.Applied apply(TakeOver.Taken taken, Slice slice, PublishedPrefix published)
      throws SQLException, OwnershipLostException {
    return apply(List.of(new Owned<>(read(slice), taken, published)));
  }

  /** One partition's part of a transaction over several. */
  record Part(TakeOver.Taken taken, Slice slice) {}

  /** Commits the slices of several partitions in one transaction, in the order of partitions. */
  ApplySlices.Applied applyTogether(Part... parts) throws SQLException, OwnershipLostException {
    return apply(
        Arrays.stream(parts)
            .map(
                part ->
                    new Owned<>(
                        read(part.slice()),
                        part.taken(),
                        new PublishedPrefix(part.taken().progress().publishedOffset())))
            .toList());
  }

  /** Reads a slice, whose refused records will be asked for again. */
  private ReadSlice.Reading<Count> read(Slice slice) {
    slice.records().forEach(each -> log.put(new Place(each.partition(), each.offset()), each));
    return reader.read(slice);
  }

  private ApplySlices.Applied apply(List<Owned<Count>> batch)
      throws SQLException, OwnershipLostException {
    try {
      return applySlices.run(session.connection(), batch);
    } catch (SQLException | OwnershipLostException e) {
      session.discard();
      throw e;
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
