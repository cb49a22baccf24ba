package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Plays one history, made up from a seed or given step by step. */
final class PlaySeed {
  private final Cores cores;

  PlaySeed(Cores cores) {
    this.cores = cores;
  }

  /**
   * What a history came to.
   *
   * @param script its steps up to the drain, or to the violation
   */
  record Played(
      List<Step> script, Optional<Violation> violation, Sightings sightings, long events) {}

  Played play(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    World world = new World(cores, Trace.off());
    List<Step> script = new ArrayList<>();
    Stage stage = new Stage(world, new Noise(world, random, random.nextDouble()), script);
    return played(
        world,
        script,
        () -> {
          stage.noise(20 + random.nextInt(40));
          int plots = 1 + random.nextInt(3);
          for (int i = 0; i < plots; i++) {
            Plot.ALL.get(random.nextInt(Plot.ALL.size())).play(stage);
            stage.noise(10 + random.nextInt(30));
          }
        });
  }

  /** Steps that cannot happen where they stand are passed over. */
  Played replay(List<Step> script, Trace trace) {
    World world = new World(cores, trace);
    return played(world, script, () -> script.forEach(world::apply));
  }

  private static Played played(World world, List<Step> script, Runnable history) {
    Optional<Violation> violation = Optional.empty();
    try {
      history.run();
      new Drain(world).run();
      new EndInvariants(world).check();
    } catch (ViolatedException e) {
      violation = Optional.of(e.violation());
    }
    return new Played(script, violation, world.scene().sightings(), world.events());
  }
}
