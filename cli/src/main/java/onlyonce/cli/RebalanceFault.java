package onlyonce.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import onlyonce.chaos.fault.Fault;
import onlyonce.chaos.fault.FaultMissedException;
import onlyonce.chaos.fault.Wound;
import onlyonce.cli.move.Change;
import onlyonce.cli.move.Moved;
import onlyonce.cli.move.Rebalance;
import onlyonce.cli.move.RebalanceListener;
import onlyonce.cli.shards.ReadShards;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.DeposedException;
import onlyonce.messages.MovePlan;
import onlyonce.messages.ShardMap;

/**
 * A shard that comes or goes while money moves, as a step of a plan: healed when every ledger
 * partition is where it shall be, and no more of the accounts moved than may.
 */
final class RebalanceFault implements Fault {
  private static final String KIND = "rebalance";

  private final Map<String, Object> clientProperties;
  private final Rebalance.Wish wish;
  private final Consumer<String> say;

  /**
   * @param say hears of every ledger partition that has moved
   */
  RebalanceFault(Map<String, Object> clientProperties, Rebalance.Wish wish, Consumer<String> say) {
    this.clientProperties = clientProperties;
    this.wish = wish;
    this.say = say;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String lane() {
    return KIND;
  }

  @Override
  public String aim() {
    return switch (wish.change()) {
      case Change.Add add -> "add " + add.shard();
      case Change.Remove remove -> "remove " + remove.shard();
    };
  }

  @Override
  public Wound inject() throws FaultMissedException {
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    MovePlan plan = wish.plan(map);
    if (plan.moves().isEmpty()) {
      throw new FaultMissedException("nothing is to be moved");
    }
    LedgerPlan told =
        LedgerPlan.of(plan, ReadShards.loads(map, ReadShards.of(map, "onlyonce_audit")));
    return new UnderWay(plan, told);
  }

  private final class UnderWay implements Wound, RebalanceListener {
    private final MovePlan plan;
    private final LedgerPlan told;
    private final CompletableFuture<Moved> first = new CompletableFuture<>();
    private final CompletableFuture<List<Moved>> all = new CompletableFuture<>();

    UnderWay(MovePlan plan, LedgerPlan told) {
      this.plan = plan;
      this.told = told;
      Thread.ofPlatform().name("rebalance").daemon().start(this::run);
    }

    private void run() {
      try {
        all.complete(
            new ArrayList<>(new Rebalance(clientProperties, wish, Clock.systemUTC(), this).run()));
      } catch (InterruptedException | RuntimeException e) {
        all.completeExceptionally(e);
      }
    }

    @Override
    public void step(String doing, int done, int of) {}

    @Override
    public void moved(Moved moved) {
      first.complete(moved);
      say.accept(moved.inWords());
    }

    @Override
    public void trouble(String what) {
      say.accept("rebalance: " + what);
    }

    @Override
    public String target() {
      return aim();
    }

    @Override
    public String struck() {
      return "%d ledger partitions are to be moved".formatted(plan.moves().size());
    }

    @Override
    public Optional<String> observe() {
      return Optional.ofNullable(first.getNow(null)).map(Moved::inWords);
    }

    @Override
    public String heal() {
      try {
        return LedgerRebalance.of(told, all.join()).summary();
      } catch (CompletionException | DeposedException e) {
        throw new LocalClusterException("the rebalance failed: " + e.getMessage(), e);
      }
    }

    @Override
    public Optional<String> observeHealed() {
      ShardMap map = PlatformCheck.shardMap(clientProperties);
      boolean atRest = map.places().values().stream().allMatch(at -> at.moving().isEmpty());
      boolean placed =
          plan.after().entrySet().stream()
              .allMatch(to -> map.place(to.getKey()).shard().equals(to.getValue()));
      return atRest && placed && told.plan().effect().isBounded()
          ? Optional.of("")
          : Optional.empty();
    }
  }
}
