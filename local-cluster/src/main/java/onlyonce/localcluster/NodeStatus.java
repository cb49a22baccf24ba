package onlyonce.localcluster;

import org.jspecify.annotations.Nullable;

/**
 * One node as it is now.
 *
 * @param name such as {@code broker-1}, {@code shard-2} or a role's name
 * @param role {@code broker}, {@code database}, or what the role is
 * @param pid as the host sees it; null when no process lives
 * @param address host and port, if it listens; in a network of their own each has a host at least
 * @param exit how the last process ended, such as {@code signal 9}; null while one lives
 * @param log the file that its output goes to
 */
public record NodeStatus(
    String name,
    String role,
    @Nullable Long pid,
    @Nullable String address,
    NodeState state,
    @Nullable String exit,
    String log) {

  public static final String BROKER = "broker";
  public static final String DATABASE = "database";

  /** A process of it lives, paused or not. */
  public boolean alive() {
    return pid != null;
  }
}
