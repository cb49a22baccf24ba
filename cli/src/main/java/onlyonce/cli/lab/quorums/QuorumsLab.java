package onlyonce.cli.lab.quorums;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.cli.lab.Site;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.messages.ShardMap;

/**
 * Three replicas, and sets of them that are written and read: those that meet, and those that miss
 * each other.
 */
public final class QuorumsLab implements Experiment {
  private static final About ABOUT =
      new About(
          "quorums",
          "Quorums",
          "who reads one replica of three, and who reads two: who sees the last write?",
          "Of three replicas, with lag, paused replay and kills: when the set that is written and the"
              + " set that is read don't meet (Vr + Vw <= V), reads miss writes that were"
              + " acknowledged before, and go backward. When they meet, no read is stale, and none"
              + " goes backward among answers that are not labelled regular.");
  private static final List<String> NOTES =
      List.of(
          "A read is stale when it shows an account at a lower version than a payment had given it"
              + " that was acknowledged before the read began, and backward when any read that had"
              + " ended by then showed a higher one. Both are found in the recorded history, by one"
              + " clock; what overlaps accuses nobody.",
          "Quorum reads only: Vr replicas are asked, drawn anew for each read; the latest is answered"
              + " once Vw replicas have it, or after 300 ms as regular.",
          "Readers of (2, 1) and (2, 2) read at the same time, so they saw the same writes and the"
              + " same faults.",
          "What is labelled regular is so for a reason: with one standby dead and the other one"
              + " lagging, nobody can tell whether a write quorum has what the primary shows.",
          "SIGKILL keeps the page cache: it is the crash of a process, not of power.");

  private static final int REPLICAS = 3;

  /** The kinds of readers, by the write quorum that they share. */
  private static final List<List<Quorums>> VARIANTS =
      List.of(
          List.of(new Quorums(REPLICAS, 1, 1)),
          List.of(new Quorums(REPLICAS, 2, 1), new Quorums(REPLICAS, 2, 2)));

  private static final Load LOAD =
      new Load(100_000, 3, 24, Duration.ofSeconds(2), Duration.ofSeconds(20), 7);

  private final List<List<Quorums>> variants;
  private final Load load;

  /** At full size. */
  public QuorumsLab() {
    this(VARIANTS, LOAD);
  }

  /**
   * @param variants kinds of readers, by the write quorum that they share; each gets a cluster
   */
  public QuorumsLab(List<List<Quorums>> variants, Load load) {
    this.variants = variants.stream().map(List::copyOf).toList();
    this.load = load;
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Findings run(Site site) throws InterruptedException {
    List<Measured> all = new ArrayList<>();
    try {
      for (List<Quorums> kinds : variants) {
        all.addAll(measure(site, kinds));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the experiment could not be run", e);
    }
    return findings(all);
  }

  private List<Measured> measure(Site site, List<Quorums> kinds)
      throws SQLException, InterruptedException {
    Site.Display display = site.display();
    Quorums quorums = kinds.getLast();
    Site own =
        new Site(
            site.directory().resolve("vw-" + quorums.write()),
            site.platform(),
            display,
            site.clock());
    try (LocalCluster cluster =
        own.startCluster(spec -> spec.withShards(1).withReplication(Replication.sync(quorums)))) {
      ShardMap map = site.platform().migrate(cluster, line -> display.step(line, 0, 0));
      site.platform().startProcessors(cluster, line -> display.step(line, 0, 0));
      try (LedgerClient client =
          LedgerClient.connect(cluster.bootstrapServers(), map.partitioning(), site.clock())) {
        List<Measured> measured =
            new MeasureReads(load, display).of(cluster, map.partitioning(), client, kinds);
        measured.forEach(
            one ->
                display.say(
                    "%s: of %,d reads %,d stale, %,d backward, %,d regular; %,d payments"
                        .formatted(
                            one.name(),
                            one.tally().reads(),
                            one.tally().stale().size(),
                            one.tally().backwardFirm().size(),
                            one.tally().regular(),
                            one.run().writes())));
        return measured;
      }
    }
  }

  static Findings findings(List<Measured> all) {
    JudgeReads.Judgement judgement = JudgeReads.judge(all);
    List<String> notes = new ArrayList<>();
    all.stream()
        .map(TellReads::faults)
        .distinct() // Readers of several kinds share a run.
        .forEach(notes::addAll);
    notes.addAll(NOTES);
    return new Findings(
        judgement.verdict(),
        judgement.conclusion(),
        TellReads.table(all),
        all.stream().map(TellReads::figure).toList(),
        notes);
  }
}
