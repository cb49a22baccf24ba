package onlyonce.cli.lab.partitioning;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import onlyonce.cli.shards.AskRange;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.cli.shards.PlanEffect;
import onlyonce.cli.shards.ReadShards;
import onlyonce.messages.MovePlan;
import onlyonce.messages.ShardMap;

/** Everything that is measured under one layout, on a platform whose processors run. */
final class MeasureLayout {
  private static final String READER = "onlyonce_audit";
  private static final String COMER = "shard-3";

  private final Load load;
  private final Clock clock;

  /**
   * How much.
   *
   * @param waveSize accounts that are opened at a time
   * @param queries range queries
   * @param width of a range query, in accounts
   * @param seed of where they begin
   */
  record Load(Keys keys, int waveSize, int queries, int width, long seed) {}

  MeasureLayout(Load load, Clock clock) {
    this.load = load;
    this.clock = clock;
  }

  Measured of(Layout layout, ShardMap map, Map<String, Object> kafka)
      throws SQLException, InterruptedException {
    Measured.Waves waves =
        new OpenInWaves(kafka, map, clock).run(load.keys(), load.waveSize(), READER);
    AskRanges ranges;
    try (AskRange ask = new AskRange(map, READER)) {
      // Connections are opened and statements known before anything is timed.
      var _ = AskRanges.run(ask, load.keys(), 10, load.width(), new SplittableRandom(load.seed()));
      ranges =
          AskRanges.run(
              ask, load.keys(), load.queries(), load.width(), new SplittableRandom(load.seed()));
    }
    SortedMap<Integer, PartitionLoad> loads = ReadShards.loads(map, ReadShards.of(map, READER));
    List<String> flaws = new ArrayList<>(ranges.flaws());
    long accounts = loads.values().stream().mapToLong(PartitionLoad::accounts).sum();
    if (accounts != load.keys().count()) {
      flaws.add(
          "%d accounts were opened and there are %d".formatted(load.keys().count(), accounts));
    }
    return new Measured(
        layout,
        map.jdbcUrls().size(),
        waves,
        ranges.queries(),
        loads,
        PlanEffect.of(MovePlan.adding(map, COMER, layout.placement()), loads),
        flaws);
  }
}
