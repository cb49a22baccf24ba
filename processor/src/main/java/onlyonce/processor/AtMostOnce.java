package onlyonce.processor;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Kafka remembers, before the effects: the poll loop commits a batch's offsets, and only then is it
 * applied, once. Whatever goes wrong then, the batch is not tried again.
 */
final class AtMostOnce<C> implements Delivery<C> {
  private final GroupOffsets offsets;
  private final ApplyPlainly<C> applyPlainly;
  private final PublishOutcomes publisher;
  private final Handler<C> handler;

  AtMostOnce(
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
      publisher.sendAgain(applied.due(owned.partition()));
    }
    return CommittedBatch.of(applied, nanos);
  }

  @Override
  public void forget(Collection<Integer> partitions) {
    partitions.forEach(handler::forget);
  }
}
