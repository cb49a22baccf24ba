package onlyonce.processor;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Kafka remembers, after the effects: its offset follows what was applied and published, once a
 * second. What a dead or paused owner had done since then is done again by the next one.
 */
final class AtLeastOnce<C> implements Delivery<C> {
  private final GroupOffsets offsets;
  private final ApplyPlainly<C> applyPlainly;
  private final PublishOutcomes publisher;
  private final Handler<C> handler;

  AtLeastOnce(
      GroupOffsets offsets,
      ApplyPlainly<C> applyPlainly,
      PublishOutcomes publisher,
      Handler<C> handler) {
    this.offsets = offsets;
    this.applyPlainly = applyPlainly;
    this.publisher = publisher;
    this.handler = handler;
  }

  @Override
  public List<Lease> takeOver(Collection<Integer> partitions) throws SQLException {
    applyPlainly.requireDatabase();
    return offsets.leases(partitions);
  }

  @Override
  public CommittedBatch apply(List<Owned<C>> batch) throws SQLException {
    long began = System.nanoTime();
    ApplySlices.Applied applied = applyPlainly.run(batch);
    long nanos = System.nanoTime() - began;
    for (Owned<C> owned : batch) {
      publisher.send(owned.published(), applied.due(owned.partition()));
      owned.published().committedTo(owned.reading().to().nextOffset());
    }
    return CommittedBatch.of(applied, nanos);
  }

  @Override
  public void forget(Collection<Integer> partitions) {
    partitions.forEach(handler::forget);
  }
}
