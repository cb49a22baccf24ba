package onlyonce.processor;

/**
 * Our ownership of a ledger partition, from one takeover until it is lost, revoked or given up.
 * Confined to the poll loop's thread, but for the prefix.
 */
final class Lease {
  private final TakeOver.Taken taken;
  private final PublishedPrefix published;
  private Progress progress;
  private Progress readTo;
  private long storedPublishedOffset;
  private long movedAtNanos = System.nanoTime();

  Lease(TakeOver.Taken taken, PublishedPrefix published) {
    this.taken = taken;
    this.published = published;
    this.progress = taken.progress();
    this.readTo = taken.progress();
    this.storedPublishedOffset = taken.progress().publishedOffset();
  }

  int partition() {
    return progress.partition();
  }

  Progress progress() {
    return progress;
  }

  PublishedPrefix published() {
    return published;
  }

  /** How far its log was read: the database follows. */
  Progress readTo() {
    return readTo;
  }

  /** What was read next of this partition, for a transaction. */
  <C> Owned<C> read(ReadSlice.Reading<C> reading) {
    readTo = reading.to();
    return new Owned<>(reading, taken, published);
  }

  /** Nothing, for a transaction that only notes what was published. */
  <C> Owned<C> nothing() {
    return new Owned<>(ReadSlice.Reading.nothing(progress), taken, published);
  }

  /** The database has committed this progress. */
  void committed(Progress to, long publishedOffset) {
    progress = to;
    storedPublishedOffset = Math.max(storedPublishedOffset, publishedOffset);
    movedAtNanos = System.nanoTime();
  }

  /** Whether acknowledged outcomes are still to be noted although no command comes any more. */
  boolean isIdleWithUnnotedOutcomes(long idleNanos) {
    return System.nanoTime() - movedAtNanos > idleNanos
        && published.value() > storedPublishedOffset;
  }
}
