package onlyonce.chaos.fault;

import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** The cuts of a plan that has the network fail, in every way that a network can. */
final class DrawPartitions {
  private static final String PRODUCER_ROLE = "producer";

  private DrawPartitions() {}

  /** In the order in which they come. */
  static List<Fault> of(Surroundings surroundings, RandomGenerator random) {
    return List.of(
        new CutRoleFromShard(surroundings, random.nextInt(2)),
        CutOffBroker.leader(surroundings),
        new CutRoleFromBroker(surroundings, surroundings.orchestratorRole()),
        CutOffBroker.mute(surroundings),
        new CutOffMajority(surroundings, PRODUCER_ROLE, Clock.systemUTC()),
        CutOffBroker.deaf(surroundings),
        CutOffBroker.controller(surroundings));
  }
}
