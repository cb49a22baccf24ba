package onlyonce.ledger.read;

import java.util.Locale;

/** What may be concluded from an answer. */
public enum Label {
  /**
   * Every transfer that was acknowledged before the read is in it, and no later atomic read shows
   * an older state, whoever fails.
   */
  ATOMIC,
  /**
   * So many replicas as a write needs were not seen to have it: what it shows may be taken back by
   * a failover, and a later read may show an older state. The same under asynchronous replication.
   */
  REGULAR,
  /** The quorums don't meet each other: it may be stale. */
  UNSAFE,
  /** It shows what the reader named, and perhaps more. */
  AT_LEAST,
  /** It may be as old as it says. */
  ANY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
