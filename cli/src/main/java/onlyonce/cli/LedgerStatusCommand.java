package onlyonce.cli;

import java.util.concurrent.Callable;
import onlyonce.cli.shards.ReadShards;
import onlyonce.messages.ShardMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the ledgers. */
@Command(
    name = "status",
    description = {
      "Shows ledger partitions, shards, epochs, rows and balances, each shard as of one moment.",
      "Ends with 1 when books don't sum to zero or a ledger partition is missing, 2 when a shard does"
          + " not answer.",
    })
final class LedgerStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    LedgerStatus status = LedgerStatus.of(map, ReadShards.of(map, auditUser.name()));
    Terminal terminal = new Terminal(spec);
    terminal.print(json ? PrettyJson.of(status) : LedgerStatusText.of(status));
    status.silent().forEach(terminal::warn);
    status.flaws().forEach(terminal::warn);
    if (!status.flaws().isEmpty()) {
      return ExitCode.INVALID;
    }
    return status.silent().isEmpty() ? ExitCode.OK : ExitCode.UNKNOWN;
  }
}
