package onlyonce.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import onlyonce.chaos.trace.Moment;
import onlyonce.messages.ShardMap;
import onlyonce.saga.SagaState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one saga. */
@Command(
    name = "show",
    description = "Shows one transfer's saga: every step, attempt, time and reply, as a timeline.")
final class SagaShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "ID", description = "The transfer's id.")
  private String id = "";

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /**
   * A saga with its story.
   *
   * @param saga as it stands now, or null when it is not known, or forgotten
   */
  record Shown(@Nullable ListedSaga saga, List<Moment> moments) {}

  @Override
  public Integer call() {
    UUID transferId = TransferId.parse(id);
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    Optional<SagaState.Remembered> saga = SagaStates.of(clientProperties, transferId);
    List<Moment> moments =
        TellSaga.of(clientProperties, map, transferId, saga.map(SagaState.Remembered::transfer));
    if (saga.isEmpty() && moments.isEmpty()) {
      throw new UsageException(
          "no saga has the id %s, and nothing in the log is about it".formatted(transferId));
    }
    long nowMillis = InstantSource.system().millis();
    Optional<ListedSaga> now = saga.map(known -> ListedSaga.of(known, map, nowMillis));
    Terminal terminal = new Terminal(spec);
    if (json) {
      terminal.print(PrettyJson.of(new Shown(now.orElse(null), moments)));
    } else {
      terminal.print(
          now.map(ListedSaga::text).orElse(transferId + "  not known, or forgotten since"));
      moments.forEach(moment -> terminal.print(moment.text(moments.getFirst().at())));
    }
    return ExitCode.OK;
  }
}
