package onlyonce.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import onlyonce.chaos.recording.RecordedHistory;
import onlyonce.chaos.trace.Archive;
import onlyonce.chaos.trace.TellTrace;
import onlyonce.chaos.trace.Trace;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what became of one intent. */
@Command(
    name = "trace",
    description = {
      "Tells one transfer's whole story, or that of an Open or Close: what its client journalled,"
          + " what stands in the log, what the databases stored, and how it ended.",
      "Ends with 2 when nobody knows the id.",
    })
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HistoryOption history = new HistoryOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Parameters(paramLabel = "ID", description = "The transfer's id, or the command's.")
  private String id = "";

  @Option(
      names = "--journal-dir",
      paramLabel = "DIR",
      description = "Where the clients' journals lie. Default: journal in the home")
  private @Nullable Path journals;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    UUID wanted = parse(id);
    Optional<Path> file =
        history.file("--bootstrap-servers", "--kafka-config", "--journal-dir", "--database-user");
    Trace trace = file.isPresent() ? recorded(file.get(), wanted) : live(wanted);
    Terminal terminal = new Terminal(spec);
    if (json) {
      terminal.print(PrettyJson.of(trace));
    } else if (!trace.moments().isEmpty()) {
      Instant start = trace.moments().getFirst().at();
      terminal.print((trace.id() + "  " + trace.wish()).strip());
      trace.moments().forEach(moment -> terminal.print(moment.text(start)));
      terminal.print(read(trace.read()));
    }
    if (trace.moments().isEmpty()) {
      terminal.warn(
          "nobody knows %s: no journal, no record of the log and no row has it; %s"
              .formatted(wanted, read(trace.read())));
      return ExitCode.UNKNOWN;
    }
    return ExitCode.OK;
  }

  private static UUID parse(String text) {
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      throw new UsageException("\"%s\" is no id, which is a UUID".formatted(text));
    }
  }

  private static Trace recorded(Path file, UUID id) {
    try (RecordedHistory recorded = RecordedHistory.open(file)) {
      return TellTrace.of(Archive.of(recorded), id);
    }
  }

  private Trace live(UUID id) {
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    try (LiveArchive archive =
        LiveArchive.open(
            clientProperties,
            map,
            ReconcileCommand.addresses(map, auditUser.name()),
            journals != null ? journals : kafka.home().journals())) {
      return TellTrace.of(archive, id);
    }
  }

  private static String read(Archive.Span span) {
    if (span.equals(Archive.Span.ALL)) {
      return "the whole log was read";
    }
    Instant from = Instant.ofEpochMilli(span.fromMillis());
    return span.toMillis() == Long.MAX_VALUE
        ? "the log was read from %s on".formatted(from)
        : "the log was read from %s to %s, where the story is whole"
            .formatted(from, Instant.ofEpochMilli(span.toMillis()));
  }
}
