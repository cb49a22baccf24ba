package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.ShardMap;

/**
 * Another fault, at the moment when a ledger partition is on its way: announced, and not yet at its
 * new place.
 */
public final class DuringMove implements Fault {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Surroundings surroundings;
  private final int move;
  private final Fault like;
  private final Function<ShardMap.Place, Fault> aimed;

  /**
   * @param move which one from now on, from 1
   * @param like of the same kind, lane and aim
   * @param aimed the fault, once it is known where the ledger partition is and where it goes
   */
  private DuringMove(
      Surroundings surroundings, int move, Fault like, Function<ShardMap.Place, Fault> aimed) {
    this.surroundings = surroundings;
    this.move = move;
    this.like = like;
    this.aimed = aimed;
  }

  /** The very same fault. */
  static DuringMove of(Surroundings surroundings, int move, Fault fault) {
    return new DuringMove(surroundings, move, fault, _ -> fault);
  }

  /** SIGKILL to the database that the ledger partition comes from. */
  static DuringMove killSource(Surroundings surroundings, int move) {
    return new DuringMove(
        surroundings,
        move,
        new KillDatabase(surroundings, "a shard that gives a ledger partition away"),
        place -> new KillDatabase(surroundings, place.shard()));
  }

  @Override
  public String kind() {
    return like.kind();
  }

  @Override
  public String lane() {
    return like.lane();
  }

  @Override
  public String aim() {
    return like.aim();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    TreeSet<Integer> seen = new TreeSet<>();
    try (FollowShardMap map = FollowShardMap.start(surroundings.clientProperties())) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
        Optional<Integer> moving = moving(map.current());
        moving.ifPresent(seen::add);
        if (moving.isPresent() && seen.size() == move) {
          ShardMap.Place place = map.current().place(moving.get());
          return new Struck(moving.get(), place, aimed.apply(place).inject());
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    throw new FaultMissedException(
        "%d ledger partitions were on their way within %d s, and it waited for number %d"
            .formatted(seen.size(), PATIENCE.toSeconds(), move));
  }

  private static Optional<Integer> moving(ShardMap map) {
    return map.places().entrySet().stream()
        .filter(place -> place.getValue().moving().isPresent())
        .map(java.util.Map.Entry::getKey)
        .findFirst();
  }

  private record Struck(int partition, ShardMap.Place place, Wound wound) implements Wound {
    @Override
    public String target() {
      return wound.target();
    }

    @Override
    public String struck() {
      return "while ledger partition %d was on its way from %s to %s, %s"
          .formatted(
              partition,
              place.shard(),
              place.moving().map(ShardMap.Moving::shard).orElse("nowhere"),
              wound.struck());
    }

    @Override
    public Optional<String> observe() {
      return wound.observe();
    }

    @Override
    public String heal() {
      return wound.heal();
    }

    @Override
    public Optional<String> observeHealed() {
      return wound.observeHealed();
    }
  }
}
