package onlyonce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.Plan;
import onlyonce.chaos.plan.BadPlanException;
import onlyonce.chaos.plan.ChosenPlan;
import onlyonce.chaos.plan.Plans;
import onlyonce.cli.failover.Isolation;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.network.NetworkKind;
import onlyonce.messages.Partitioning;
import onlyonce.messages.RingPlacement;
import onlyonce.messages.Semantics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What a demo drives and breaks, whatever its processors promise. */
final class DemoOptions {
  /** Of each shard, where a plan is about standbys and nobody said how many. */
  private static final int STANDBYS = 2;

  /** How much load is added at a time. */
  private static final Duration OVERTIME = Duration.ofSeconds(10);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Mixin private ReplicationOptions replication = new ReplicationOptions();

  @Mixin private NetworkOption network = new NetworkOption();

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "The load phase; on a slow machine it goes on until every fault had its turn. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--rate",
      defaultValue = "400",
      description = "Transfers a second, without an input file. Default: ${DEFAULT-VALUE}")
  private double rate = 400;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of load and faults; the same seed repeats both. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--plan",
      defaultValue = Plans.DEFAULT,
      paramLabel = "NAME|FILE|none",
      description =
          "What is broken: a plan of those that `chaos plans` lists, a YAML file, random, or none."
              + " Default: ${DEFAULT-VALUE}")
  private String plan = Plans.DEFAULT;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "A CSV file to send, spread over the duration, instead of generated load.")
  private @Nullable Path input;

  @Option(
      names = "--break",
      paramLabel = "MECHANISM",
      converter = MechanismConverter.class,
      description = {
        "Do without one mechanism, to see the report turn red: dedup, republish, or books (one balance is",
        "not what was posted to it)."
      })
  private @Nullable Mechanism broken;

  private final Replication usual;

  /**
   * @param usual how shards are replicated where neither the user nor the plan says so
   */
  DemoOptions(Replication usual) {
    this.usual = usual;
  }

  /**
   * @throws UsageException when the options contradict each other
   */
  void check() {
    var _ = layout.layout();
    var _ = replication();
    network.check();
    if (plan().needsNamespaces() && network.kind() != NetworkKind.NAMESPACES) {
      throw new UsageException(
          "plan %s cuts nodes off, which have to be in network namespaces for that: add --network namespaces, as root on Linux"
              .formatted(plan));
    }
    if (plan().needsStandbys()) {
      requireStandbys();
    }
    Duration shortest = plan().shortest();
    if (duration.compareTo(shortest) < 0) {
      throw new UsageException(
          "--duration %s is too short for faults to land and heal in; take at least %s, or --plan none"
              .formatted(Terminal.seconds(duration), Terminal.seconds(shortest)));
    }
    if (!(rate > 0) || rate > 100_000) {
      throw new UsageException("--rate must be more than 0 and at most 100000 but is " + rate);
    }
    if (input != null && (!Files.isReadable(input) || Files.isDirectory(input))) {
      throw new UsageException("cannot read the file " + input);
    }
  }

  /** Enough ledger partitions to go round, on a ring, where some are to move. */
  LedgerLayout layout() {
    LedgerLayout chosen = layout.layout();
    return plan.equals(Plan.REBALANCE)
        ? new LedgerLayout(
            chosen.partitioning().or(() -> Optional.of(Partitioning.hash(12))),
            chosen.placement().or(() -> Optional.of(new RingPlacement())))
        : chosen;
  }

  Duration duration() {
    return duration;
  }

  /** What was chosen, or what the plan is about, or what is usual. */
  Replication replication() {
    return replication
        .chosen()
        .orElseGet(
            () ->
                switch (plan) {
                  case Plan.FAILOVER_SYNC, Plan.SUPERVISOR ->
                      Replication.sync(Quorums.majority(1 + STANDBYS));
                  case Plan.FAILOVER_ASYNC, Plan.PAUSED_PRIMARY -> Replication.async(STANDBYS);
                  default ->
                      plan().needsStandbys()
                          ? Replication.sync(Quorums.majority(1 + STANDBYS))
                          : usual;
                });
  }

  NetworkKind network() {
    return network.kind();
  }

  private void requireStandbys() {
    Replication chosen = replication();
    if (chosen.standbys() < 2) {
      throw new UsageException(
          "plan %s is about shards with at least two standbys; leave --standbys out or take 2"
              .formatted(plan));
    }
    if (plan.equals(Plan.FAILOVER_SYNC) != (chosen.mode() == Replication.Mode.SYNC)
        && List.of(Plan.FAILOVER_SYNC, Plan.FAILOVER_ASYNC).contains(plan)) {
      throw new UsageException(
          "plan %s is not about %s replication; leave --replication out"
              .formatted(plan, chosen.mode().label()));
    }
  }

  /** The plan's watches must not kill what is to wake. */
  String[] watchOptions() {
    return plan.equals(Plan.PAUSED_PRIMARY)
        ? new String[] {"--isolation=" + Isolation.CUT_OFF}
        : new String[0];
  }

  ChosenPlan plan() {
    try {
      return Plans.find(plan);
    } catch (BadPlanException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  long seed() {
    return seed;
  }

  /** What is missing, if anything is. */
  Optional<Mechanism> broken() {
    return Optional.ofNullable(broken);
  }

  Optional<Path> input() {
    return Optional.ofNullable(input).map(path -> path.toAbsolutePath().normalize());
  }

  /** The producer's command for this load. */
  List<String> producerCommand(Semantics semantics, Path journals) {
    return producerCommand(semantics, journals, seed, duration);
  }

  /**
   * The command of a producer that goes on when that one has ended; none where a file is sent.
   *
   * @param number of those that went on before
   */
  Optional<List<String>> overtimeCommand(Semantics semantics, Path journals, int number) {
    return input != null
        ? Optional.empty()
        : Optional.of(producerCommand(semantics, journals, seed + 1 + number, OVERTIME));
  }

  private List<String> producerCommand(
      Semantics semantics, Path journals, long loadSeed, Duration lasting) {
    String seconds = lasting.toMillis() + "ms";
    String journal = "--journal-dir=" + journals;
    String promise = "--semantics=" + semantics;
    if (input != null) {
      return List.of(
          "send", journal, promise, "--spread=" + seconds, input.toAbsolutePath().toString());
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "producer",
                journal,
                promise,
                "--rate=" + rate,
                "--duration=" + seconds,
                "--seed=" + loadSeed));
    command.addAll(loadArgs(semantics));
    return command;
  }

  /**
   * What is sent twice on purpose is applied twice at least once, and would hide what faults do. At
   * most once, re-sends stay: they show as suppressed.
   */
  private List<String> loadArgs(Semantics semantics) {
    return switch (semantics) {
      case EXACTLY_ONCE, AT_MOST_ONCE -> load.args();
      case AT_LEAST_ONCE ->
          asksForResends()
              ? load.args()
              : load.args().stream()
                  .map(arg -> arg.startsWith("--resend=") ? "--resend=0.0" : arg)
                  .toList();
    };
  }

  private boolean asksForResends() {
    ParseResult parsed = command.commandLine().getParseResult();
    return parsed != null && parsed.hasMatchedOption("--resend");
  }

  /** The command that repeats a run under these semantics. */
  String repeat(Semantics semantics) {
    String promise = semantics == Semantics.EXACTLY_ONCE ? "" : " --semantics " + semantics;
    return repeat("demo", promise, loadArgs(semantics));
  }

  /** The command that repeats a run under each semantics, where each has its own re-sends. */
  String repeatComparison() {
    return repeat(
        "compare",
        "",
        load.args().stream()
            .filter(arg -> asksForResends() || !arg.startsWith("--resend="))
            .toList());
  }

  private String repeat(String job, String promise, List<String> loadArgs) {
    StringBuilder command = new StringBuilder("./onlyonce " + job + " --seed ").append(seed);
    command.append(" --duration ").append(duration.toMillis()).append("ms").append(promise);
    if (!plan.equals(Plans.DEFAULT)) {
      command.append(" --plan ").append(plan);
    }
    broken().ifPresent(missing -> command.append(" --break ").append(missing.label()));
    layout.args().forEach(arg -> command.append(' ').append(arg));
    network.args().forEach(arg -> command.append(' ').append(arg));
    for (String arg : ReplicationOptions.args(replication())) {
      command.append(' ').append(arg);
    }
    if (input != null) {
      command.append(" --input ").append(input);
    } else {
      command.append(" --rate ").append(rate).append(' ').append(String.join(" ", loadArgs));
    }
    return command.toString();
  }
}
