package onlyonce.cli.shards;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.messages.MovePlan;

/**
 * What a plan means for ledgers that hold so much.
 *
 * @param share of the accounts that move; of the ledger partitions when there is no account
 * @param bound of that share: one and a half times what one shard more can get
 * @param skewBefore the fullest shard's accounts over the mean, 1 when all have the same
 */
public record PlanEffect(
    Amount moved, Amount all, double share, double bound, double skewBefore, double skewAfter) {
  private static final double SHARES = 1.5;

  /** So much of everything. */
  public record Amount(int ledgerPartitions, long accounts, long rows) {}

  /**
   * @param loads of every ledger partition of the map
   */
  public static PlanEffect of(MovePlan plan, SortedMap<Integer, PartitionLoad> loads) {
    Amount all = sum(loads.keySet(), loads);
    Amount moved = sum(plan.moves().stream().map(MovePlan.Move::partition).toList(), loads);
    SortedMap<Integer, String> before = new TreeMap<>();
    plan.before().places().forEach((partition, place) -> before.put(partition, place.shard()));
    Collection<String> shardsBefore = plan.before().jdbcUrls().keySet();
    double share =
        all.accounts() > 0
            ? (double) moved.accounts() / all.accounts()
            : (double) moved.ledgerPartitions() / all.ledgerPartitions();
    return new PlanEffect(
        moved,
        all,
        share,
        SHARES / Math.max(shardsBefore.size(), plan.shards().size()),
        skew(before, shardsBefore, loads),
        skew(plan.after(), plan.shards(), loads));
  }

  /** Whether it moves no more than one and a half shares. */
  public boolean isBounded() {
    return share <= bound;
  }

  private static Amount sum(Collection<Integer> partitions, Map<Integer, PartitionLoad> loads) {
    long accounts = 0;
    long rows = 0;
    for (int partition : partitions) {
      PartitionLoad load = load(loads, partition);
      accounts += load.accounts();
      rows += load.rows();
    }
    return new Amount(partitions.size(), accounts, rows);
  }

  /** The fullest of several over their mean. */
  private static double skew(
      Map<Integer, String> places, Collection<String> shards, Map<Integer, PartitionLoad> loads) {
    Map<String, Double> weights = new TreeMap<>();
    shards.forEach(shard -> weights.put(shard, 0.0));
    boolean empty = loads.values().stream().allMatch(load -> load.accounts() == 0);
    places.forEach(
        (partition, shard) ->
            weights.merge(
                shard, empty ? 1.0 : (double) load(loads, partition).accounts(), Double::sum));
    return skew(weights.values());
  }

  /** The greatest over the mean, 1 when all are the same. */
  public static double skew(Collection<Double> weights) {
    double max = weights.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double mean = weights.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return mean > 0 ? max / mean : 1;
  }

  private static PartitionLoad load(Map<Integer, PartitionLoad> loads, int partition) {
    PartitionLoad load = loads.get(partition);
    if (load == null) {
      throw new IllegalArgumentException("no load of ledger partition " + partition);
    }
    return load;
  }
}
