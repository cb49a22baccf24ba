package onlyonce.cli.move;

import java.time.Duration;

/** What one move took. Confined to the mover's thread. */
final class Figures {
  private long rowsAhead;
  private long rowsInPause;
  private Duration ahead = Duration.ZERO;
  private Duration pause = Duration.ZERO;
  private long frozenAtNanos;
  private boolean taken;

  void copiedAhead(long rows, Duration took) {
    rowsAhead = rows;
    ahead = took;
  }

  /** The source commits nothing more from now on. */
  void frozen() {
    frozenAtNanos = System.nanoTime();
  }

  void copiedRest(long rows) {
    rowsInPause = rows;
  }

  /**
   * The target was seen to commit, or nobody took it over while we looked.
   *
   * @param owned whether a processor has it
   * @param atNanos when the first commit was seen
   */
  void resumed(boolean owned, long atNanos) {
    taken = owned;
    pause = Duration.ofNanos(atNanos - frozenAtNanos);
  }

  Moved of(Site site) {
    return new Moved(
        site.partition(),
        site.place().shard(),
        site.target().shard(),
        rowsAhead,
        ahead.toMillis(),
        rowsInPause,
        pause.toMillis(),
        taken);
  }
}
