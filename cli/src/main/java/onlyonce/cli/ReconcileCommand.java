package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.history.ReplicaReading.Role;
import onlyonce.chaos.reconcile.ExamineRecording;
import onlyonce.chaos.reconcile.Reconciliation;
import onlyonce.chaos.reconcile.ReconciliationSettings;
import onlyonce.chaos.reconcile.ReplicaAddress;
import onlyonce.chaos.reconcile.ShardAddress;
import onlyonce.chaos.recording.RecordedHistory;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportText;
import onlyonce.chaos.report.RunContext;
import onlyonce.chaos.report.WriteReport;
import onlyonce.localcluster.ClusterFile;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Accounts for every intent. */
@Command(
    name = "reconcile",
    description = {
      "Accounts for every intent: reads the clients' journals, the Kafka log and the databases, and"
          + " puts each intent into one class.",
      "Ends with 0 when all is valid, 1 when something is not, 2 when nothing can be said.",
      "What was examined goes into one file, history.zip beside the report: --history checks it"
          + " again, elsewhere and later.",
    })
final class ReconcileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HistoryOption history = new HistoryOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Option(
      names = "--journal-dir",
      paramLabel = "DIR",
      description = "Where the clients' journals lie. Default: journal in the home")
  private @Nullable Path journals;

  @Option(
      names = "--drain",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long to wait for open intents. Default: ${DEFAULT-VALUE}")
  private Duration drain = Duration.ofSeconds(30);

  @Option(
      names = "--semantics",
      paramLabel = "S",
      defaultValue = "exactly-once",
      converter = SemanticsConverter.class,
      description =
          "What producers and processors promised: at-most-once, at-least-once or exactly-once."
              + " Default: ${DEFAULT-VALUE}")
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report.json, report.html and report.txt go. Default: a new run folder")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = new Terminal(spec);
    Optional<Path> recorded =
        history.file(
            "--bootstrap-servers",
            "--kafka-config",
            "--database-user",
            "--journal-dir",
            "--drain",
            "--semantics");
    Path directory =
        out != null ? out : RunFolder.in(kafka.home().runs(), "reconcile", Instant.now());
    Path file = recorded.orElse(directory.resolve(HistoryOption.FILE_NAME));
    Report report;
    try (ProgressDisplay display = new ProgressDisplay("reconcile", terminal)) {
      report = recorded.isPresent() ? again(file, display) : examine(file, display);
    }
    WriteReport.to(directory, report, file);
    terminal.print(ReportText.of(report, file));
    terminal.print("report: " + directory.resolve("report.html").toAbsolutePath());
    return exitCode(report.verdict());
  }

  private static Report again(Path file, ProgressDisplay display) {
    try (RecordedHistory recorded = RecordedHistory.open(file)) {
      return ExamineRecording.of(recorded, display::step);
    }
  }

  private Report examine(Path file, ProgressDisplay display) throws InterruptedException {
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    ReconciliationSettings settings =
        new ReconciliationSettings(
            clientProperties,
            journals != null ? journals : kafka.home().journals(),
            addresses(map, auditUser.name()),
            map,
            ProcessorCommand.GROUP,
            drain,
            replicas(
                kafka.localCluster().map(ClusterFile::shards).orElseGet(List::of),
                auditUser.name()));
    return new Reconciliation(settings, Clock.systemUTC(), display::step)
        .run(RunContext.of(semantics, "./onlyonce reconcile --semantics " + semantics), file);
  }

  static List<ShardAddress> addresses(ShardMap map, String user) {
    return map.jdbcUrls().entrySet().stream()
        .map(shard -> new ShardAddress(shard.getKey(), shard.getValue(), user))
        .toList();
  }

  /** Every server of shards that have standbys. */
  static List<ReplicaAddress> replicas(List<Shard> servers, String user) {
    return servers.stream()
        .filter(
            server -> servers.stream().filter(s -> s.shard().equals(server.shard())).count() > 1)
        .filter(server -> !server.role().equals(Shard.ABANDONED))
        .map(
            server ->
                new ReplicaAddress(
                    server.shard(),
                    server.name(),
                    server.role().equals(Shard.PRIMARY) ? Role.PRIMARY : Role.STANDBY,
                    server.jdbcUrl(),
                    user))
        .toList();
  }

  static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case VALID -> ExitCode.OK;
      case INVALID -> ExitCode.INVALID;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
