package onlyonce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import onlyonce.chaos.fault.DrawPlan;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.fault.InflictFault;
import onlyonce.chaos.fault.LiveTally;
import onlyonce.chaos.fault.Owners;
import onlyonce.chaos.fault.Plan;
import onlyonce.chaos.fault.RunPlan;
import onlyonce.chaos.fault.Surroundings;
import onlyonce.chaos.plan.DrawnPlan;
import onlyonce.chaos.plan.Scene;
import onlyonce.chaos.reconcile.Reconciliation;
import onlyonce.chaos.reconcile.ReconciliationSettings;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.RunContext;
import onlyonce.cli.move.Change;
import onlyonce.cli.move.Rebalance;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSocket;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Readiness;
import onlyonce.localcluster.RoleSpec;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import onlyonce.saga.SagaSettings;

/**
 * One run on a cluster of its own: stand up, load and faults side by side, heal, drain, reconcile.
 * Every process of it is a child of this one, so none outlives it.
 */
final class Demo {
  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Duration OVERTIME_PER_FAULT = Duration.ofSeconds(40);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration PRODUCER_START = Duration.ofSeconds(60);
  private static final String PRODUCER = "producer-";
  private static final String AUDIT_USER = "onlyonce_audit";

  /** The shard that comes and goes. */
  private static final String ANOTHER = "shard-3";

  private final DemoOptions options;
  private final Semantics semantics;
  private final Path directory;
  private final ProgressDisplay display;
  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean loadIsOver = new AtomicBoolean();
  private DrawnPlan drawn = DrawnPlan.NOTHING;
  private int producers;

  /**
   * @param semantics what producer and processors promise
   * @param directory where journals, logs and the report go
   */
  Demo(DemoOptions options, Semantics semantics, Path directory, ProgressDisplay display) {
    this.options = options;
    this.semantics = semantics;
    this.directory = directory;
    this.display = display;
  }

  Report run() throws InterruptedException {
    Instant begin = clock.instant();
    ClusterSpec spec =
        ClusterSpec.at(directory.resolve("cluster"))
            .withLightCompilation()
            .withReplication(options.replication())
            .withNetwork(options.network())
            .withClosing(ClusterSpec.Closing.DISCARD);
    display.step("starting brokers and databases", 0, 0);
    try (LocalCluster cluster = LocalCluster.start(spec, display::say);
        ClusterSocket _ = ClusterSocket.open(cluster, display::say)) { // for the watches
      var _ = StandUp.migrate(cluster, options.layout(), display::say);
      options.broken().ifPresent(missing -> missing.takeAway(cluster));
      Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
      LocalRoles roles =
          LocalRoles.ofAShortRun(cluster.home(), cluster.bootstrapServers()).under(semantics);
      StandUp.start(
          cluster, roles.standing(options.replication(), options.watchOptions()), display::say);
      display.say("all is up after " + Terminal.seconds(Duration.between(begin, clock.instant())));
      List<FaultRecord> faults;
      try (LiveTally tally = LiveTally.start(kafka)) {
        faults = load(cluster, roles, tally, kafka);
      }
      return reconcile(cluster, kafka, faults);
    }
  }

  /** The load phase, with the plan beside it. */
  private List<FaultRecord> load(
      Cluster cluster, LocalRoles roles, LiveTally tally, Map<String, Object> kafka)
      throws InterruptedException {
    startProducer(cluster, roles, options.producerCommand(semantics, journals()));
    Instant start = clock.instant();
    InflictFault inflict = new InflictFault(clock, tally::open, InflictFault.Times.QUICK);
    RunPlan runPlan =
        new RunPlan(
            inflict,
            clock,
            fault ->
                display.say("%s %s: %s".formatted(fault.kind(), fault.target(), fault.observed())));
    drawn =
        options
            .plan()
            .draw(
                new Scene(surroundings(cluster, kafka), tally.sagas()),
                new SplittableRandom(options.seed()),
                options.duration());
    drawn.say(display::say);
    Plan plan =
        drawn
            .plan()
            .with(
                options.plan().name().equals(Plan.REBALANCE)
                    ? growAndShrink(cluster, kafka)
                    : List.of());
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Callable<List<FaultRecord>> running = () -> runPlan.run(plan, start, loadIsOver::get);
      Future<List<FaultRecord>> faults = beside.submit(running);
      try {
        awaitLoad(cluster, roles, tally, start, longest(plan), runPlan, faults);
        return faults.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the fault plan failed", e.getCause());
      } finally {
        beside.shutdownNow();
      }
    }
  }

  private List<Plan.Step> growAndShrink(Cluster cluster, Map<String, Object> kafka) {
    String admin = cluster.shards().getFirst().user();
    Change add = new Change.Add(ANOTHER, () -> cluster.addShard(ANOTHER).jdbcUrl());
    return List.of(
        new Plan.Step(DrawPlan.grow(options.duration()), rebalance(kafka, add, admin)),
        new Plan.Step(
            DrawPlan.shrink(options.duration()),
            rebalance(kafka, new Change.Remove(ANOTHER), admin)));
  }

  private RebalanceFault rebalance(Map<String, Object> kafka, Change change, String admin) {
    return new RebalanceFault(
        kafka, new Rebalance.Wish(change, Optional.empty(), admin), display::say);
  }

  private void startProducer(Cluster cluster, LocalRoles roles, List<String> command) {
    RoleSpec producer =
        roles
            .role(
                PRODUCER + ++producers,
                command.getFirst(),
                "256m",
                command.subList(1, command.size()))
            .readyWhen(new Readiness.LogLine(Sending.BEGINS), PRODUCER_START);
    display.say(cluster.startRole(producer).observed());
  }

  private Surroundings surroundings(Cluster cluster, Map<String, Object> kafka) {
    return new Surroundings(
        cluster,
        kafka,
        "processor",
        ProcessorCommand.GROUP,
        Owners.under(semantics),
        "orchestrator",
        SagaSettings.APPLICATION_ID);
  }

  /** Of the load phase, when faults wait for their turn. */
  private Duration longest(Plan plan) {
    return options.duration().plus(OVERTIME_PER_FAULT.multipliedBy(plan.steps().size()));
  }

  /**
   * Returns when load and plan have ended. While faults wait for their turn the load goes on: on a
   * slow machine each takes longer than planned.
   */
  private void awaitLoad(
      Cluster cluster,
      LocalRoles roles,
      LiveTally tally,
      Instant start,
      Duration longest,
      RunPlan plan,
      Future<List<FaultRecord>> faults)
      throws InterruptedException {
    while (true) {
      NodeStatus producer = cluster.status().node(PRODUCER + producers);
      Duration spent = Duration.between(start, clock.instant());
      display.step(
          "%,d sent, %,d ended, %,d open".formatted(tally.seen(), tally.ended(), tally.open()),
          Math.min(spent.toSeconds(), options.duration().toSeconds()),
          options.duration().toSeconds());
      if (!producer.alive()) {
        requireEnded(producer);
        if (faults.isDone()) {
          return;
        }
        Optional<List<String>> more = options.overtimeCommand(semantics, journals(), producers);
        if (plan.waiting() > 0 && more.isPresent() && spent.compareTo(longest) < 0) {
          startProducer(cluster, roles, more.get());
        } else {
          loadIsOver.set(true);
        }
      }
      if (spent.compareTo(longest.plus(DRAIN)) > 0) {
        throw new IllegalStateException(
            "load and faults did not end within %s; see %s"
                .formatted(Terminal.seconds(spent), producer.log()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }

  /** A producer that saw bad lines is fine; one that gave up is not. */
  private static void requireEnded(NodeStatus producer) {
    boolean ended =
        List.of("exit code 0", "exit code " + ExitCode.SOME_REFUSED)
            .contains(String.valueOf(producer.exit()));
    if (!ended) {
      throw new IllegalStateException(
          "the producer did not finish (%s); see %s".formatted(producer.exit(), producer.log()));
    }
  }

  private Report reconcile(Cluster cluster, Map<String, Object> kafka, List<FaultRecord> faults)
      throws InterruptedException {
    display.say("healed; reconciling");
    ShardMap map = PlatformCheck.shardMap(kafka); // as it is after the faults
    ReconciliationSettings settings =
        new ReconciliationSettings(
            kafka,
            journals(),
            ReconcileCommand.addresses(map, AUDIT_USER),
            map,
            ProcessorCommand.GROUP,
            DRAIN,
            ReconcileCommand.replicas(cluster.servers(), AUDIT_USER));
    RunContext context =
        new RunContext(semantics, options.seed(), faults, options.repeat(semantics), environment());
    return new Reconciliation(settings, clock, display::step)
        .run(context, directory.resolve(HistoryOption.FILE_NAME));
  }

  private Path journals() {
    return journals(directory);
  }

  /** Where a run in this directory writes what was intended. */
  private static Path journals(Path directory) {
    return directory.resolve("journal");
  }

  /**
   * The intents of another run would all be missing in this one's log.
   *
   * @throws UsageException when the directory holds some
   */
  static void requireNoJournal(Path directory) {
    Path journals = journals(directory);
    if (Files.exists(journals)) {
      throw new UsageException(
          "%s holds the journal of another run; name another folder".formatted(journals));
    }
  }

  private SortedMap<String, String> environment() {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("java", Runtime.version().toString());
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    environment.put("brokers", "3");
    environment.put("shards", "2");
    drawn.describe(environment);
    environment.put("network", options.network().label());
    if (options.replication().standbys() > 0) {
      environment.put("replication", options.replication().inWords());
    }
    return environment;
  }
}
