package onlyonce.cli.move;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.DeposedException;
import onlyonce.messages.MapTerm;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Placement;
import onlyonce.messages.ShardMap;
import org.apache.kafka.common.KafkaException;

/**
 * Moves ledger partitions, one after the other, until they are where a placement wants them.
 *
 * <p>Whatever fails, the answer is one: end the term, claim another, take back what is moving, plan
 * anew from the map, go on. So it makes no difference whether a mover died and was run again, or
 * lost a connection.
 */
public final class Rebalance {
  private static final String SOURCE = "onlyonce/rebalance";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration AFTER_DEPOSITION = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FEWEST_FAILURES = 5;

  /** A failover deposes a mover once; another mover does so again and again. */
  private static final int MOST_DEPOSITIONS = 3;

  private final Map<String, Object> clientProperties;
  private final Wish wish;
  private final Clock clock;
  private final RebalanceListener listener;
  private final List<Moved> moved = new ArrayList<>();
  private volatile boolean stopped;
  private int depositions;
  private int failures;
  private long firstFailureNanos;

  /**
   * What is wanted.
   *
   * @param placement decides the places; empty: as the map says
   * @param adminUser may create schemas and roles on every shard, and act as the tables' owner
   */
  public record Wish(Change change, Optional<Placement> placement, String adminUser) {

    /**
     * What moves.
     *
     * @throws IllegalArgumentException when no shard would be left
     */
    public MovePlan plan(ShardMap map) {
      return MovePlan.to(map, change.of(map.shards()), placement.orElse(map.placement()));
    }
  }

  public Rebalance(
      Map<String, Object> clientProperties, Wish wish, Clock clock, RebalanceListener listener) {
    this.clientProperties = Map.copyOf(clientProperties);
    this.wish = wish;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Moves until nothing is left to move, or it is stopped.
   *
   * @return what has moved, in this order
   * @throws IllegalArgumentException when the wish makes no sense
   * @throws DeposedException when another mover is at work
   * @throws IllegalStateException when it fails again and again
   */
  public List<Moved> run() throws InterruptedException {
    while (true) {
      try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
        work(term);
        return List.copyOf(moved);
      } catch (DeposedException e) {
        deposed(e);
      } catch (SQLException | IllegalStateException | KafkaException e) {
        failed(e);
      }
    }
  }

  /** Lets it finish the ledger partition in hand; for another thread. */
  public void stop() {
    stopped = true;
  }

  private void work(MapTerm term) throws SQLException, InterruptedException {
    TakeBack takeBack = new TakeBack(term, wish.adminUser());
    for (TakeBack.Stranded stranded : takeBack.stranded()) {
      listener.step(
          "ledger partition %d: taking its unfinished move back".formatted(stranded.partition()),
          moved.size(),
          moved.size());
      takeBack.run(stranded);
    }
    MovePlan plan = wish.plan(term.map());
    if (plan.moves().isEmpty()) {
      return;
    }
    Targets targets = new Targets(term.map(), wish, clock);
    targets.prepare(plan);
    int all = moved.size() + plan.moves().size();
    for (MovePlan.Move move : plan.moves()) {
      if (stopped) {
        return;
      }
      moved.add(move(term, move, targets.of(move), all));
      listener.moved(moved.getLast());
      failures = 0;
    }
  }

  private Moved move(MapTerm term, MovePlan.Move move, ShardMap.Moving target, int all)
      throws SQLException, InterruptedException {
    ShardMap.Place place = term.map().place(move.partition());
    try (Site site = Site.of(move.partition(), place, target, wish.adminUser(), term)) {
      Optional<Step> next = Optional.of(new PrepareTarget());
      while (next.isPresent()) {
        Step step = next.get();
        listener.step(
            "ledger partition %d, %s to %s: %s"
                .formatted(move.partition(), move.from(), move.to(), step.doing()),
            moved.size(),
            all);
        next = step.run(site);
      }
      return site.figures().of(site);
    }
  }

  private void deposed(DeposedException e) throws InterruptedException {
    depositions++;
    if (depositions == MOST_DEPOSITIONS) {
      throw new DeposedException(
          "deposed %d times: another rebalance is at work; this one gives way"
              .formatted(depositions),
          e);
    }
    listener.trouble("deposed, by a failover or another rebalance; beginning again soon");
    TimeUnit.NANOSECONDS.sleep(AFTER_DEPOSITION.toNanos());
  }

  private void failed(Exception e) throws InterruptedException {
    long now = System.nanoTime();
    if (failures++ == 0) {
      firstFailureNanos = now;
    }
    if (failures >= FEWEST_FAILURES && now - firstFailureNanos > PATIENCE.toNanos()) {
      throw new IllegalStateException(
          "it failed %d times within %d s, at last for: %s; run it again, it goes on where this stopped"
              .formatted(
                  failures,
                  TimeUnit.NANOSECONDS.toSeconds(now - firstFailureNanos),
                  e.getMessage()),
          e);
    }
    listener.trouble(e.getMessage() + "; trying again");
    // A database that fails may be failing over, and a claim now would depose whoever sees to that.
    Duration pause = e instanceof SQLException ? AFTER_DEPOSITION : PAUSE;
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
  }
}
