package onlyonce.cli;

import java.util.SortedMap;
import java.util.concurrent.Callable;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.cli.shards.ReadShards;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Placement;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what adding or removing a shard would move. */
@Command(
    name = "plan",
    description = {
      "Says what would move if a shard came or went: ledger partitions, accounts, rows, and how even"
          + " the shards would be. Moves nothing.",
      "The bound is one and a half times an even shard's share.",
    })
final class LedgerPlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @ArgGroup(multiplicity = "1")
  private Change change = new Change();

  @Option(
      names = "--strategy",
      paramLabel = "ring|modulo",
      description = "How ledger partitions are placed. Default: as the shard map says")
  private @Nullable String strategy;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /** What happens to the shards. */
  static final class Change {
    @Option(names = "--add", paramLabel = "SHARD", description = "This shard comes.")
    private @Nullable String add;

    @Option(names = "--remove", paramLabel = "SHARD", description = "This shard goes.")
    private @Nullable String remove;

    MovePlan plan(ShardMap map, Placement placement) {
      if (add != null) {
        return MovePlan.adding(map, add, placement);
      }
      if (remove != null) {
        return MovePlan.removing(map, remove, placement);
      }
      throw new UsageException("name the shard: --add SHARD or --remove SHARD");
    }
  }

  @Override
  public Integer call() {
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    MovePlan plan = plan(map);
    SortedMap<Integer, PartitionLoad> loads =
        ReadShards.loads(map, ReadShards.of(map, auditUser.name()));
    LedgerPlan told = LedgerPlan.of(plan, loads);
    new Terminal(spec).print(json ? PrettyJson.of(told) : told.text());
    return ExitCode.OK;
  }

  private MovePlan plan(ShardMap map) {
    try {
      return change.plan(map, strategy == null ? map.placement() : Placement.named(strategy));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
