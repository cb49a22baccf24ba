package onlyonce.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import onlyonce.cli.move.Change;
import onlyonce.cli.move.Moved;
import onlyonce.cli.move.Rebalance;
import onlyonce.cli.move.RebalanceListener;
import onlyonce.cli.shards.ReadShards;
import onlyonce.localcluster.SupervisorClient;
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

/** Moves ledger partitions to a shard that comes, or from one that goes. */
@Command(
    name = "rebalance",
    description = {
      "Moves ledger partitions, one after the other, to a shard that comes or from one that goes,"
          + " while money moves.",
      "Whatever ends it, run it again: what was begun is taken back, and it goes on. What moved stays"
          + " where it was, frozen, until `ledger drop-moved`.",
    })
final class LedgerRebalanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();
  @Mixin private AdminUserOption adminUser = new AdminUserOption();

  @ArgGroup(multiplicity = "1")
  private Shards shards = new Shards();

  @Option(
      names = "--strategy",
      paramLabel = "ring|modulo",
      description = "How ledger partitions are placed, this time. Default: as the shard map says")
  private @Nullable String strategy;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /** What happens to the shards. */
  static final class Shards {
    @Option(
        names = "--add",
        paramLabel = "SHARD[=JDBC-URL]",
        description =
            "This shard comes. A local cluster starts a server for it; elsewhere its primary is"
                + " named once.")
    private @Nullable String add;

    @Option(names = "--remove", paramLabel = "SHARD", description = "This shard goes.")
    private @Nullable String remove;
  }

  @Override
  public Integer call() {
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    Rebalance.Wish wish = wish();
    MovePlan moves = plan(wish, map);
    LedgerPlan plan =
        LedgerPlan.of(moves, ReadShards.loads(map, ReadShards.of(map, auditUser.name())));
    Terminal terminal = new Terminal(spec);
    List<Moved> moved = new ArrayList<>();
    try (ProgressDisplay display = new ProgressDisplay("rebalance", terminal)) {
      Rebalance rebalance =
          new Rebalance(clientProperties, wish, Clock.systemUTC(), new Told(display));
      Role.run(() -> moved.addAll(run(rebalance)), rebalance::stop);
    }
    LedgerRebalance told = LedgerRebalance.of(plan, moved);
    terminal.print(json ? PrettyJson.of(told) : told.text());
    return ExitCode.OK;
  }

  private static List<Moved> run(Rebalance rebalance) {
    try {
      return rebalance.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; run it again, it goes on", e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static MovePlan plan(Rebalance.Wish wish, ShardMap map) {
    try {
      return wish.plan(map);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Rebalance.Wish wish() {
    try {
      return new Rebalance.Wish(
          change(), Optional.ofNullable(strategy).map(Placement::named), adminUser.name());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Change change() {
    if (shards.remove != null) {
      return new Change.Remove(shards.remove);
    }
    if (shards.add == null) {
      throw new UsageException("name the shard: --add SHARD or --remove SHARD");
    }
    String[] named = shards.add.split("=", 2);
    return new Change.Add(named[0], () -> named.length == 2 ? named[1] : addLocally(named[0]));
  }

  private String addLocally(String shard) {
    return kafka
        .localCluster()
        .flatMap(_ -> SupervisorClient.in(kafka.home().path()))
        .orElseThrow(
            () ->
                new UsageException(
                    "nobody says where %s is: --add %s=jdbc:postgresql://host/database"
                        .formatted(shard, shard)))
        .addShard(shard)
        .jdbcUrl();
  }

  /** Shows how it goes. */
  record Told(ProgressDisplay display) implements RebalanceListener {
    @Override
    public void step(String doing, int done, int of) {
      display.step(doing, done, of);
    }

    @Override
    public void moved(Moved moved) {
      display.say(moved.inWords());
    }

    @Override
    public void trouble(String what) {
      display.say(what);
    }
  }
}
