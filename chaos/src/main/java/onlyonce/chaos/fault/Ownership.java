package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.process.LocalClusterException;

/** The ledger partitions that a processor owned before a fault, and who has them now. */
final class Ownership {
  private final Cluster cluster;
  private final String processor;
  private final SortedMap<Integer, ShardView.Owner> before;

  private Ownership(Cluster cluster, String processor, SortedMap<Integer, ShardView.Owner> before) {
    this.cluster = cluster;
    this.processor = processor;
    this.before = before;
  }

  /**
   * Remembers what a processor owns.
   *
   * @throws FaultMissedException when it owns nothing, or the shards do not say
   */
  static Ownership of(Cluster cluster, String processor) throws FaultMissedException {
    try {
      SortedMap<Integer, ShardView.Owner> own = new TreeMap<>(ShardView.owners(cluster.shards()));
      own.values().removeIf(owner -> !owner.is(processor));
      if (own.isEmpty()) {
        throw new FaultMissedException(processor + " owns no ledger partition");
      }
      return new Ownership(cluster, processor, own);
    } catch (SQLException e) {
      throw new FaultMissedException(
          "the shards do not say what " + processor + " owns: " + e.getMessage());
    }
  }

  /** Says who took the partitions over, once every one of them has another owner. */
  Optional<String> taken() {
    try {
      SortedMap<Integer, ShardView.Owner> now = ShardView.owners(cluster.shards());
      TreeMap<String, TreeMap<Integer, String>> byTaker = new TreeMap<>();
      for (Integer partition : before.keySet()) {
        ShardView.Owner owner = now.get(partition);
        if (owner == null || owner.is(processor) || owner.equals(before.get(partition))) {
          return Optional.empty();
        }
        byTaker
            .computeIfAbsent(processorOf(owner), name -> new TreeMap<>())
            .put(partition, owner.token());
      }
      StringBuilder text = new StringBuilder();
      byTaker.forEach(
          (taker, partitions) ->
              text.append(text.isEmpty() ? "" : "; ")
                  .append(taker)
                  .append(" took ledger partitions ")
                  .append(partitions.keySet()));
      return Optional.of(text.toString());
    } catch (SQLException e) {
      throw new LocalClusterException("the shards do not say who owns what: " + e.getMessage(), e);
    }
  }

  /** The processor's name is the middle of {@code onlyonce:processor-1:1a2b3c4d}. */
  private static String processorOf(ShardView.Owner owner) {
    int first = owner.session().indexOf(':');
    int last = owner.session().lastIndexOf(':');
    return last > first ? owner.session().substring(first + 1, last) : owner.token();
  }
}
