package onlyonce.cli.lab.twophasecommit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.cli.lab.Site;
import onlyonce.localcluster.LocalCluster;
import onlyonce.messages.CommandIds;
import onlyonce.messages.ShardMap;

/**
 * The same transfers between two shards by two-phase commit and by saga, with their conductor
 * killed in the middle: who is blocked, and for how long.
 */
public final class TwoPhaseCommit implements Experiment {
  private static final About ABOUT =
      new About(
          "two-phase-commit",
          "Two-phase commit",
          "what does a dead coordinator block, and what a dead saga orchestrator?",
          "When the coordinator of a two-phase commit dies between prepare and commit, every account"
              + " that it touched stays locked until a successor has read its log, and whoever wants"
              + " to pay from it waits. When the orchestrators of a saga die between Hold and Settle,"
              + " no account is locked: only the amount that is held cannot be spent.");
  private static final List<String> NOTES =
      List.of(
          "Blocked is measured, not concluded: for each account a session asks for its row's lock"
              + " right after the kill and is timed until it has it; less than 250 ms counts as an"
              + " ordinary wait.",
          "The transfers themselves wait under both: nobody but a coordinator or an orchestrator can"
              + " end them. The platform runs two orchestrators, so that one may die; here both do.",
          "An orchestrator killed with a transaction open in Kafka would also hold back what is read"
              + " from the ledger partitions that it had written to, until that times out (3 s)."
              + " Here each was waiting for an answer and had none open.",
          "A payment by saga passes through Kafka and back, one under two-phase commit is a local"
              + " transaction: the medians compare protocols, not speeds.",
          "SIGKILL keeps the page cache: it is the crash of a process, not of power.");

  private static final int DEALS = 4;
  private static final Duration LENGTH = Duration.ofSeconds(5);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Findings run(Site site) throws InterruptedException {
    Site.Display display = site.display();
    try (LocalCluster cluster =
        site.startCluster(
            spec ->
                spec.withDatabaseSettings(
                    Map.of("max_prepared_transactions", Integer.toString(2 * DEALS))))) {
      ShardMap map = site.platform().migrate(cluster, line -> display.step(line, 0, 0));
      CommandIds ids = new CommandIds(site.clock(), new SecureRandom());
      Scene scene = Scene.on(map, DEALS, ids::next);
      List<Outage> unsafe = new ArrayList<>();
      for (TwoPhaseIncident.Death death : TwoPhaseIncident.Death.values()) {
        unsafe.add(measure(display, scene, new TwoPhaseIncident(cluster, scene, death)));
      }
      display.step("starting processors and orchestrators", 0, 0);
      site.platform().startRoles(cluster, line -> display.step(line, 0, 0));
      try (LedgerClient client =
          LedgerClient.connect(cluster.bootstrapServers(), map.partitioning(), site.clock())) {
        LedgerBank bank = new LedgerBank(map, client);
        display.step("opening accounts", 0, 0);
        bank.open(scene);
        SagaIncident incident = new SagaIncident(cluster, client, bank, scene);
        Outage saga = measure(display, scene, incident);
        return findings(scene, unsafe, saga, incident.notes());
      }
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the experiment could not be run", e);
    }
  }

  private static Outage measure(Site.Display display, Scene scene, Incident incident)
      throws Exception {
    display.step(incident.variant(), 0, 0);
    Outage outage = new MeasureOutage(scene, LENGTH).of(incident);
    display.say(
        "%s: %d accounts blocked for %.1f s, %s"
            .formatted(
                outage.variant(),
                outage.blocked().size(),
                outage.blockedMillis() / 1_000,
                outage.recoveredBy()));
    return outage;
  }

  private static Findings findings(
      Scene scene, List<Outage> unsafe, Outage saga, List<String> seen) {
    List<Outage> all = new ArrayList<>(unsafe);
    all.add(saga);
    JudgeOutages.Judgement judgement = JudgeOutages.judge(unsafe, saga);
    TellOutages tell = new TellOutages(scene);
    List<String> notes = new ArrayList<>(seen);
    saga.locks().ofOthers().forEach(wait -> notes.add(TellOutages.waitInWords(wait)));
    notes.addAll(NOTES);
    return new Findings(
        judgement.verdict(),
        judgement.conclusion(),
        tell.table(all),
        all.stream().map(tell::figure).toList(),
        notes);
  }
}
