package onlyonce.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import onlyonce.messages.CommandIds;
import onlyonce.messages.ShardMap;
import onlyonce.saga.SagaState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows sagas. */
@Command(
    name = "list",
    description = {
      "Shows sagas, the oldest transfer first: those that are open, unless --state says otherwise.",
      "Slow ones are marked, with what they wait for."
    })
final class SagaListCommand implements Callable<Integer> {
  private static final List<String> STATES =
      List.of(
          "open",
          "slow",
          "all",
          "Holding",
          "Crediting",
          "Settling",
          "Releasing",
          "Parked",
          "Posted",
          "Completed",
          "Rejected",
          "Compensated",
          "Expired");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "open",
      description = {
        "open, slow, all, or one state: Holding, Crediting, Settling, Releasing, Parked, Posted,",
        "Completed, Rejected, Compensated, Expired. Default: ${DEFAULT-VALUE}"
      })
  private String state = "open";

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Only those whose transfer was made longer ago.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Show at most so many, the oldest. Default: ${DEFAULT-VALUE}")
  private int limit = 1_000;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1 || limit > 1_000_000) {
      throw new UsageException("--limit must be from 1 to 1000000 but is " + limit);
    }
    long nowMillis = InstantSource.system().millis();
    Predicate<SagaState.Remembered> wanted = wanted(nowMillis);
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    List<SagaState.Remembered> found = SagaStates.all(kafka.clientProperties(), wanted);
    List<ListedSaga> shown =
        found.stream().limit(limit).map(saga -> ListedSaga.of(saga, map, nowMillis)).toList();
    Terminal terminal = new Terminal(spec);
    if (json) {
      terminal.print(PrettyJson.of(shown));
    } else {
      shown.forEach(saga -> terminal.print(saga.text()));
      terminal.print(found.size() == 1 ? "1 saga" : found.size() + " sagas");
    }
    if (found.size() > shown.size()) {
      terminal.warn(
          "only the oldest %d of %d are shown; --limit shows more"
              .formatted(shown.size(), found.size()));
    }
    return ExitCode.OK;
  }

  private Predicate<SagaState.Remembered> wanted(long nowMillis) {
    String name = state.toLowerCase(Locale.ROOT);
    if (STATES.stream().noneMatch(known -> known.equalsIgnoreCase(name))) {
      throw new UsageException(
          "--state %s is unknown; there are: %s".formatted(state, String.join(", ", STATES)));
    }
    Predicate<SagaState.Remembered> inState =
        switch (name) {
          case "open" -> saga -> saga instanceof SagaState.Open;
          case "slow" -> saga -> ListedSaga.isSlow(saga, nowMillis);
          case "all" -> _ -> true;
          default -> saga -> saga.label().equalsIgnoreCase(name);
        };
    long before = olderThan == null ? Long.MAX_VALUE : nowMillis - olderThan.toMillis();
    return inState.and(saga -> CommandIds.timeMillis(saga.transfer().id()) <= before);
  }
}
