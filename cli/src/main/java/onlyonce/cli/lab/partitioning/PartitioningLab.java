package onlyonce.cli.lab.partitioning;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.Site;
import onlyonce.localcluster.LocalCluster;
import onlyonce.messages.ShardMap;

/**
 * The same accounts by hash and by range, on shards by modulo and by ring: whom a range query asks,
 * where keys in order go, and what a third shard moves.
 */
public final class PartitioningLab implements Experiment {
  private static final About ABOUT =
      new About(
          "partitioning",
          "Partitioning",
          "hash or range, modulo or ring: who is asked, who is crowded, what moves?",
          "When a shard is added, a consistent-hash ring with bounded loads moves at most one and a"
              + " half even shares of the accounts, 1.5/(N+1), and modulo moves more. By range a"
              + " query for neighbours asks fewer shards than there are, by hash it asks all; the"
              + " price is that keys which come in order crowd one ledger partition at a time.");
  private static final List<String> NOTES =
      List.of(
          "Each layout is a cluster of its own: three brokers, two databases, two processors, 12 ledger"
              + " partitions. The accounts are opened through Kafka, a wave of 400 at a time; where a"
              + " wave went is read from the databases' progress.",
          "Each range query asks for 100 neighbours from a place drawn at random; every answer is"
              + " compared with what it must be.",
          "What a third shard moves is the plan that a rebalance follows, over the accounts that were"
              + " counted in the databases. No ledger partition is moved here.",
          "The ranges were cut for these names. With other names than expected, ranges fill unevenly"
              + " for good, since the bounds never change; a hash does not know the names.",
          "The skew before and after is between shards, at the end: opened one after the other, ranges"
              + " are crowded in turn and even at last.");

  private static final int LEDGER_PARTITIONS = 12;
  private static final int MOST_SHARDS = 7;
  private static final MeasureLayout.Load LOAD =
      new MeasureLayout.Load(new Keys(6_000), 400, 300, 100, 7);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Findings run(Site site) throws InterruptedException {
    List<Measured> all = new ArrayList<>();
    try {
      for (Layout layout : Layout.all(LOAD.keys(), LEDGER_PARTITIONS)) {
        all.add(measure(site, layout));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the experiment could not be run", e);
    }
    return findings(all);
  }

  private static Measured measure(Site site, Layout layout)
      throws SQLException, InterruptedException {
    Site.Display display = site.display();
    Site own =
        new Site(site.directory().resolve(layout.folder()), site.platform(), display, site.clock());
    try (LocalCluster cluster = own.startCluster(spec -> spec)) {
      ShardMap map =
          site.platform()
              .migrate(
                  cluster,
                  layout.partitioning(),
                  layout.placement(),
                  line -> display.step(line, 0, 0));
      site.platform().startProcessors(cluster, line -> display.step(line, 0, 0));
      display.step(layout.name() + ": opening accounts and asking for ranges", 0, 0);
      Measured measured =
          new MeasureLayout(LOAD, site.clock())
              .of(layout, map, Map.of("bootstrap.servers", cluster.bootstrapServers()));
      display.say(
          "%s: a range query asks %.2f shards, a third shard moves %d of %d ledger partitions"
              .formatted(
                  layout.name(),
                  measured.queries().shardsMean(),
                  measured.growth().moved().ledgerPartitions(),
                  LEDGER_PARTITIONS));
      return measured;
    }
  }

  static Findings findings(List<Measured> all) {
    JudgeLayouts.Judgement judgement = JudgeLayouts.judge(all);
    return new Findings(
        judgement.verdict(),
        judgement.conclusion(),
        TellLayouts.table(all),
        all.stream()
            .limit(1)
            .map(first -> TellLayouts.figure(first, Growth.of(first.loads(), MOST_SHARDS)))
            .toList(),
        NOTES);
  }
}
