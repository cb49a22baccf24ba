package onlyonce.cli.lab.quorums;

/**
 * A fault, and what was seen of it.
 *
 * @param name what was done
 * @param server to which of the replicas
 * @param kind how it is drawn
 * @param observed read from the system while it lasted
 * @param bit whether that shows that it hit
 */
record Inflicted(
    String name,
    String server,
    Kind kind,
    long fromNanos,
    long toNanos,
    String observed,
    boolean bit) {

  /** What a replica was. */
  enum Kind {
    /** It ran, and was behind. */
    LAGGING,
    /** It answered, and applied nothing any more. */
    REPLAY_PAUSED,
    /** It did not exist. */
    DEAD
  }
}
