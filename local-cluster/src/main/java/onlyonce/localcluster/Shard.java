package onlyonce.localcluster;

/**
 * A database on one of a shard's servers, reached without a password.
 *
 * @param name the server's node name, such as {@code shard-1} or {@code shard-1-standby-1}
 * @param shard which shard it is a replica of, such as {@code shard-1}
 * @param jdbcUrl where the database is
 * @param user a superuser
 * @param role {@link #PRIMARY}, {@link #STANDBY} or {@link #ABANDONED}, as the server's data say
 */
public record Shard(String name, String shard, String jdbcUrl, String user, String role) {
  public static final String PRIMARY = "primary";

  public static final String STANDBY = "standby";

  /** It was the primary until another one was promoted, and has not been rebuilt yet. */
  public static final String ABANDONED = "abandoned";

  /** A shard's only server. */
  public Shard(String name, String jdbcUrl, String user, String role) {
    this(name, name, jdbcUrl, user, role);
  }
}
