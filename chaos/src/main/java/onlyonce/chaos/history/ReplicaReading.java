package onlyonce.chaos.history;

import java.util.SortedMap;

/**
 * What one server of a shard has, as it was read when all was at rest.
 *
 * @param tables by name: how many rows and a digest of them all; empty when it did not answer
 */
public record ReplicaReading(
    String shard, String server, Role role, SortedMap<String, String> tables) {

  /** What the server was taken for. */
  public enum Role {
    PRIMARY,
    STANDBY
  }
}
