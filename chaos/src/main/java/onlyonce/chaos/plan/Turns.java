package onlyonce.chaos.plan;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Who of a group of nodes is hit next: chance says who begins, then they take turns. */
final class Turns {
  private final Scene scene;
  private final RandomGenerator random;
  private final Map<Scene.NodeGroup, Integer> next = new EnumMap<>(Scene.NodeGroup.class);

  /**
   * @param kinds of which some will be aimed: who begins is drawn for their groups only
   */
  Turns(Scene scene, RandomGenerator random, Collection<FaultKind> kinds) {
    this.scene = scene;
    this.random = random;
    EnumSet<Scene.NodeGroup> groups = EnumSet.noneOf(Scene.NodeGroup.class);
    kinds.forEach(kind -> kind.group().ifPresent(groups::add));
    groups.forEach(group -> next.put(group, random.nextInt(2)));
  }

  Scene scene() {
    return scene;
  }

  /** For what a fault of clients draws itself. */
  long seed() {
    return random.nextLong();
  }

  /** The node whose turn it is. */
  String node(Scene.NodeGroup group) {
    int turn = next.merge(group, 1, Integer::sum) - 1;
    List<String> names = scene.nodes(group);
    return names.isEmpty() ? "(none)" : names.get(Math.floorMod(turn, names.size()));
  }
}
