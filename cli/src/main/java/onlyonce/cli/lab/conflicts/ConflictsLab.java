package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.Site;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.Shard;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Three sites that all accept writes, cut off from each other and connected again: last write wins,
 * causality, and siblings that clients merge.
 */
public final class ConflictsLab implements Experiment {
  private static final About ABOUT =
      new About(
          "conflicts",
          "Conflicts between primaries",
          "three sites accept writes while cut off: which of them are still there afterwards?",
          "Sites that all accept writes stay different for ever when each keeps what came last. Last"
              + " write wins makes them agree by a clock, and when one is fast it throws away writes"
              + " that were later and acknowledged. Version vectors keep the later one. Where none is"
              + " later, only keeping both and handing them to a client loses nothing.");
  private static final List<String> NOTES =
      List.of(
          "Each site has a database of its own and a partition of one topic. A write is committed at its"
              + " site, with a row in that site's outbox, and acknowledged; it waits for nobody. The"
              + " others apply it with the offset in one transaction.",
          "A cut link is a consumer that does not read; a site that nobody hears does not send either, and"
              + " its outbox grows. Sites go on accepting writes meanwhile.",
          "The clock of site A is a minute fast, except where clocks agree. It is the real clock, shifted.",
          "The course's example is run twice: once the client that wrote 10 at A writes 14 at B and hands"
              + " back the context token of its first write; once somebody else writes 14, without one.",
          "Carts: a client at each site adds 100 items while connected and 200 while every site is alone,"
              + " to 20 carts that all share. It reads, merges if it is handed several values, adds, and"
              + " writes with the token. At the end every cart is checked out at A; an item is lost that is"
              + " missing from its cart at one site at least.",
          "Merging carts by union is right for additions only: an item that was taken out comes back when"
              + " a sibling still has it. What a merge means is the application's affair, which is why the"
              + " conflict is handed to it.",
          "No part of this is in the product: money needs one order, and gets it from one log for each"
              + " ledger partition.");

  private static final FillCarts.Plan CARTS = new FillCarts.Plan(20, 100, 200, 7);
  private static final List<String> SITES = List.of("A", "B", "C");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Findings run(Site site) throws InterruptedException {
    List<Measured> all = new ArrayList<>();
    try (LocalCluster cluster = site.startCluster(spec -> spec.withShards(SITES.size()))) {
      for (Variant variant : Variant.ALL) {
        site.display().step(variant.label(), all.size(), Variant.ALL.size());
        Measured measured = measure(setup(cluster, variant, site.clock()), variant, CARTS);
        site.display()
            .say(
                "%s: 10 at A, then 14 at B is %s; %d of %d additions lost"
                    .formatted(
                        variant.label(),
                        TellConflicts.shown(measured.aware().shown()),
                        measured.carts().lost(),
                        measured.carts().acknowledged()));
        all.add(measured);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the experiment could not be run", e);
    }
    return findings(all);
  }

  private static Group.Setup setup(LocalCluster cluster, Variant variant, InstantSource clock)
      throws InterruptedException {
    SortedMap<String, Shard> databases = new TreeMap<>();
    for (int i = 0; i < SITES.size(); i++) {
      databases.put(
          SITES.get(i), cluster.createDatabase(cluster.shards().get(i).name(), variant.name()));
    }
    Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
    String topic = "lab-writes-" + variant.name();
    createTopic(kafka, topic);
    return new Group.Setup(variant.policy(), databases, clocks(variant, clock), kafka, topic);
  }

  static SortedMap<String, InstantSource> clocks(Variant variant, InstantSource clock) {
    SortedMap<String, InstantSource> clocks = new TreeMap<>();
    SITES.forEach(site -> clocks.put(site, clock));
    clocks.put(SITES.getFirst(), () -> clock.instant().plus(variant.fast()));
    return clocks;
  }

  private static void createTopic(Map<String, Object> kafka, String topic)
      throws InterruptedException {
    NewTopic wanted = new NewTopic(topic, Optional.of(SITES.size()), Optional.empty());
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + topic + " cannot be created", e.getCause());
    }
  }

  static Measured measure(Group.Setup setup, Variant variant, FillCarts.Plan plan)
      throws SQLException, InterruptedException {
    try (Group group = Group.start(setup)) {
      CourseExample example = new CourseExample(group);
      return new Measured(
          variant,
          example.run("x", CourseExample.SecondWriter.THE_SAME),
          example.run("y", CourseExample.SecondWriter.ANOTHER),
          new FillCarts(group, plan).run());
    }
  }

  static Findings findings(List<Measured> all) {
    JudgeConflicts.Judgement judgement = JudgeConflicts.judge(all);
    return new Findings(
        judgement.verdict(),
        judgement.conclusion(),
        TellConflicts.table(all),
        List.of(
            new Findings.Figure(
                "x = 10 at A, then x = 14 at B",
                "The course's example, and what each site shows at the end, by policy.",
                DrawExample.svg(all)),
            new Findings.Figure(
                "Acknowledged, and gone",
                "Additions to shared carts that are missing at one site at least, when all have heard"
                    + " all and every cart is checked out.",
                DrawLosses.svg(all))),
        NOTES);
  }
}
