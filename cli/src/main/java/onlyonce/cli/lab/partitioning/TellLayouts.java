package onlyonce.cli.lab.partitioning;

import java.util.List;
import onlyonce.cli.lab.Cell;
import onlyonce.cli.lab.Cell.Tone;
import onlyonce.cli.lab.Findings.Figure;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.lab.LabTable.Measure;
import onlyonce.cli.shards.PlanEffect;

/** What was measured as a table and a picture. */
final class TellLayouts {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("accounts", "accounts opened, in the order of their names"),
          new Measure("wave_busiest_partition", "of a wave, on the busiest ledger partition"),
          new Measure("wave_busiest_shard", "of a wave, on the busiest shard"),
          new Measure("query_shards", "shards asked for a range query, of 2"),
          new Measure("query_partitions", "ledger partitions asked, of 12"),
          new Measure("query_median_ms", "a range query, median"),
          new Measure("moved_partitions", "a third shard: ledger partitions that move"),
          new Measure("moved_accounts", "accounts that move"),
          new Measure("moved_share", "share of the accounts"),
          new Measure("bound", "the bound, 1.5 / 3"),
          new Measure("skew_before", "skew before: the fullest shard over the mean"),
          new Measure("skew_after", "skew after"));

  private TellLayouts() {}

  static LabTable table(List<Measured> all) {
    return new LabTable("layout", MEASURES, all.stream().map(TellLayouts::row).toList());
  }

  private static LabTable.Row row(Measured measured) {
    PlanEffect growth = measured.growth();
    boolean byRange = measured.layout().isByRange();
    return new LabTable.Row(
        measured.layout().name(),
        List.of(
            Cell.count(growth.all().accounts()),
            Cell.share(measured.waves().busiestPartition()).toned(byRange ? Tone.BAD : Tone.GOOD),
            Cell.share(measured.waves().busiestShard()).toned(byRange ? Tone.BAD : Tone.GOOD),
            Cell.decimal(measured.queries().shardsMean()).toned(byRange ? Tone.GOOD : Tone.BAD),
            Cell.decimal(measured.queries().partitionsMean()),
            Cell.millis(measured.queries().medianMillis()),
            Cell.count(growth.moved().ledgerPartitions()),
            Cell.count(growth.moved().accounts()),
            Cell.share(growth.share()).toned(growth.isBounded() ? Tone.GOOD : Tone.BAD),
            Cell.share(growth.bound()),
            Cell.decimal(growth.skewBefore()),
            Cell.decimal(growth.skewAfter())));
  }

  static Figure figure(Measured measured, List<Growth> steps) {
    return new Figure(
        "Accounts that move when a shard comes",
        "In percent of the accounts that were counted in each ledger partition of \""
            + measured.layout().name()
            + "\", from one shard on. A ring that forgets where things are keeps its bound on loads,"
            + " and not the one on moves.",
        GrowthBars.svg(steps));
  }
}
