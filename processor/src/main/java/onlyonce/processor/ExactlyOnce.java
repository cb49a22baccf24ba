package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database remembers: offset, owner, ids and outcomes lie beside the effects. */
final class ExactlyOnce<C> implements Delivery<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnce.class);

  private final ShardSession session;
  private final Handler<C> handler;
  private final TakeOver takeOver;
  private final ApplySlices<C> applySlices;
  private final Republish<C> republish;
  private final PublishBehind publishBehind;

  ExactlyOnce(
      ShardSession session,
      Handler<C> handler,
      TakeOver takeOver,
      LogReader log,
      PublishOutcomes publisher) {
    this.session = session;
    this.handler = handler;
    this.takeOver = takeOver;
    this.applySlices = new ApplySlices<>(handler, log::read);
    this.republish = new Republish<>(handler, publisher, log);
    this.publishBehind = new PublishBehind(publisher);
  }

  @Override
  public List<Lease> takeOver(Collection<Integer> partitions) throws SQLException {
    // What a former tenure of ours left must not come behind what is published again.
    publishBehind.await();
    List<Lease> leases = new ArrayList<>();
    for (TakeOver.Taken taken : takeOver.run(partitions)) {
      int partition = taken.progress().partition();
      handler.forget(partition);
      applySlices.begin(session.connection(), partition);
      PublishedPrefix published = new PublishedPrefix(taken.progress().publishedOffset());
      if (republished(taken.progress(), published)) {
        leases.add(new Lease(taken, published));
      }
    }
    return leases;
  }

  /** An outcome that cannot be published stops its own partition only. */
  private boolean republished(Progress progress, PublishedPrefix published) throws SQLException {
    try {
      republish.run(session.connection(), progress, published);
      return true;
    } catch (RuntimeException e) {
      LOG.error(
          "ledger partition {} waits: its outcomes from offset {} on cannot be published again: {}",
          progress.partition(),
          published.value(),
          e.toString());
      LOG.debug("the trace", e);
      return false;
    }
  }

  @Override
  public CommittedBatch apply(List<Owned<C>> batch) throws SQLException, OwnershipLostException {
    long began = System.nanoTime();
    ApplySlices.Applied applied = applySlices.run(session.connection(), batch);
    long nanos = System.nanoTime() - began;
    publishBehind.send(batch, applied);
    return CommittedBatch.of(applied, nanos);
  }

  @Override
  public void upkeep(Upkeep due, Collection<Integer> partitions) throws SQLException {
    switch (due) {
      case KEEP_BOUNDED -> {
        for (int partition : partitions) {
          KeepDays.run(session.connection(), partition);
        }
      }
      case SUMMARIZE -> summarize(session.connection(), partitions);
    }
  }

  private static void summarize(Connection connection, Collection<Integer> partitions)
      throws SQLException {
    UnlessLocked.run(
        connection,
        "summarizing the ids of ledger partitions " + partitions,
        () -> {
          var _ = ProcessedTable.summarize(connection, partitions);
        });
  }

  @Override
  public void letGo(Collection<Integer> partitions) {
    publishBehind.await();
    forget(partitions);
  }

  @Override
  public void close() {
    publishBehind.close();
  }

  @Override
  public void forget(Collection<Integer> partitions) {
    partitions.forEach(applySlices::forget);
    partitions.forEach(handler::forget);
  }
}
