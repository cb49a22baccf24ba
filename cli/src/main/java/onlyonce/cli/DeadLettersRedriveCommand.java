package onlyonce.cli;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import onlyonce.messages.Partitioning;
import onlyonce.producer.Routing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters again. */
@Command(
    name = "redrive",
    description = {
      "Sends transfers and Posts among the dead letters again, under their ids, to the topic and",
      "partition that their accounts ask for. Whatever was applied under an id is not applied again.",
    })
final class DeadLettersRedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--id", paramLabel = "ID", description = "Those of this id; may be repeated.")
  private List<UUID> ids = List.of();

  @Option(names = "--reason", paramLabel = "REASON", description = "Those of this reason.")
  private @Nullable String reason;

  @Option(names = "--all", description = "All that can be sent again.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (all == (!ids.isEmpty() || reason != null)) {
      throw new UsageException("name what to redrive: --id and --reason, or --all");
    }
    DeadLetterChoice choice = DeadLetterChoice.of(ids, reason);
    Map<String, Object> clientProperties = kafka.clientProperties();
    Partitioning partitioning = PlatformCheck.shardMap(clientProperties).partitioning();
    Routing routing = new Routing(partitioning, partitioning.count(), "onlyonce/redrive");
    Terminal terminal = new Terminal(spec);
    try (SendAgain again = dryRun ? SendAgain.dry() : SendAgain.into(clientProperties)) {
      RedriveRun run = new RedriveRun(choice, routing, again, terminal);
      ReadDeadLetters.each(clientProperties, run);
      return run.report();
    }
  }
}
