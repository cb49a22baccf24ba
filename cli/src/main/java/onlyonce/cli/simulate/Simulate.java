package onlyonce.cli.simulate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import onlyonce.cli.simulate.PlaySeed.Played;

/** Plays many histories, on all cores, and makes the first failures short. */
public final class Simulate {
  private static final int BATCH = 250;
  private static final int FAILURES_LOOKED_AT = 4;

  private final Optional<Mechanism> broken;
  private final PlaySeed playSeed;
  private final int failuresLookedAt;
  private final LongSupplier nanoClock;

  /**
   * @param broken what is taken away, if anything
   * @param nanoClock tells how long it takes, such as {@code System::nanoTime}
   */
  public Simulate(Optional<Mechanism> broken, LongSupplier nanoClock) {
    this(broken, nanoClock, FAILURES_LOOKED_AT);
  }

  /**
   * @param failuresLookedAt of how many failures the shortest is told
   */
  Simulate(Optional<Mechanism> broken, LongSupplier nanoClock, int failuresLookedAt) {
    this.failuresLookedAt = failuresLookedAt;
    this.broken = broken;
    this.nanoClock = nanoClock;
    Cores real = new RealCores();
    this.playSeed =
        new PlaySeed(broken.<Cores>map(mechanism -> new BrokenCores(real, mechanism)).orElse(real));
  }

  private record Drawn(long seed, Played played) {}

  /**
   * Plays histories until one fails, or all are played. The same seed and number come to the same.
   *
   * @param progress hears how many have been played
   */
  public Findings run(long seed, int seeds, IntConsumer progress) {
    long began = nanoClock.getAsLong();
    Sightings sightings = new Sightings();
    long events = 0;
    int played = 0;
    Optional<Findings.Failure> failure = Optional.empty();
    while (played < seeds && failure.isEmpty()) {
      List<Drawn> batch = play(seed, played, Math.min(seeds, played + BATCH));
      for (Drawn drawn : batch) {
        sightings.add(drawn.played().sightings());
        events += drawn.played().events();
      }
      played += batch.size();
      progress.accept(played);
      failure = shortestFailure(batch);
    }
    Duration took = Duration.ofNanos(nanoClock.getAsLong() - began);
    return new Findings(seed, broken, seeds, played, events, took, sightings, failure);
  }

  private List<Drawn> play(long seed, int from, int to) {
    return IntStream.range(from, to)
        .parallel()
        .mapToLong(index -> seedOf(seed, index))
        .mapToObj(each -> new Drawn(each, playSeed.play(each)))
        .toList();
  }

  private Optional<Findings.Failure> shortestFailure(List<Drawn> batch) {
    return batch.stream()
        .filter(drawn -> drawn.played().violation().isPresent())
        .limit(failuresLookedAt)
        .parallel()
        .map(this::shortened)
        .min(Comparator.comparingInt(failed -> failed.trace().size()));
  }

  private Findings.Failure shortened(Drawn drawn) {
    String invariant = drawn.played().violation().orElseThrow().invariant();
    List<Step> script = drawn.played().script();
    List<Step> shortest =
        new Shrink(
                steps ->
                    playSeed
                        .replay(steps, Trace.off())
                        .violation()
                        .filter(found -> found.invariant().equals(invariant))
                        .isPresent())
            .shortest(script);
    Trace trace = Trace.on();
    Violation violation = playSeed.replay(shortest, trace).violation().orElseThrow();
    return new Findings.Failure(
        drawn.seed(), violation, shortest.size(), script.size(), trace.lines());
  }

  /** The seed of the history by that number: the first one is the seed itself. */
  static long seedOf(long seed, int index) {
    if (index == 0) {
      return seed;
    }
    long z = seed + index * 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return (z ^ (z >>> 31)) >>> 16;
  }
}
