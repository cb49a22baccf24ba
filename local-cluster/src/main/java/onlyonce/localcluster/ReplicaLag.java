package onlyonce.localcluster;

import org.jspecify.annotations.Nullable;

/**
 * How far a standby is behind its shard's primary.
 *
 * @param name the standby's node name
 * @param shard which shard it is a replica of
 * @param state what the primary says of it, such as {@code streaming} or {@code catchup}; {@link
 *     #DETACHED} when it says nothing, {@link #PAUSED} when its replay is paused, {@link #SILENT}
 *     when the standby doesn't answer
 * @param replayed up to where it has applied the log, such as {@code 0/3000148}; null when it is
 *     silent
 * @param bytes of log that it has yet to apply; null unless both answer
 * @param seconds since the last commit that it has applied was made, 0 when no log is missing; null
 *     when that isn't known
 */
public record ReplicaLag(
    String name,
    String shard,
    String state,
    @Nullable String replayed,
    @Nullable Long bytes,
    @Nullable Double seconds) {
  public static final String DETACHED = "detached";
  public static final String PAUSED = "replay paused";
  public static final String SILENT = "silent";

  static ReplicaLag silent(Shard standby) {
    return new ReplicaLag(standby.name(), standby.shard(), SILENT, null, null, null);
  }

  /**
   * A position in the log as PostgreSQL writes it, as a number of bytes.
   *
   * @param lsn two hexadecimal numbers of 32 bits, as in {@code 16/B374D848}
   */
  public static long bytes(String lsn) {
    int slash = lsn.indexOf('/');
    return (Long.parseLong(lsn, 0, slash, 16) << 32)
        + Long.parseLong(lsn, slash + 1, lsn.length(), 16);
  }
}
