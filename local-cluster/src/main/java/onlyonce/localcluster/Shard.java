package onlyonce.localcluster;

/**
 * A database of a shard, reached on 127.0.0.1 without a password.
 *
 * @param name the server's node name, such as {@code shard-1}
 * @param jdbcUrl where the database is
 * @param user a superuser
 * @param role {@code primary}
 */
public record Shard(String name, String jdbcUrl, String user, String role) {}
