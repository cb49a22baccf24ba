package onlyonce.cli.lab.partitioning;

import java.util.List;
import java.util.SortedMap;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.cli.shards.PlanEffect;

/**
 * What was seen under one layout.
 *
 * @param shards that there were
 * @param loads of the ledger partitions at the end
 * @param growth what one shard more would move
 * @param flaws answers that were wrong
 */
record Measured(
    Layout layout,
    int shards,
    Waves waves,
    Queries queries,
    SortedMap<Integer, PartitionLoad> loads,
    PlanEffect growth,
    List<String> flaws) {

  /**
   * Accounts opened in the order of their names, some hundred at a time; means over the waves.
   *
   * @param busiestPartition its share of a wave's commands
   * @param busiestShard its share of a wave's commands
   */
  record Waves(int count, double busiestPartition, double busiestShard) {}

  /**
   * Range queries.
   *
   * @param shardsMean how many were asked for each
   * @param partitionsMean how many were asked for each
   */
  record Queries(int count, double shardsMean, double partitionsMean, double medianMillis) {}
}
