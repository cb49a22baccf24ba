package onlyonce.chaos.plan;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Kinds of faults that cannot be had, each with the reason. */
final class LeftOut {
  /** Nowhere so far. */
  static final Map<String, String> ALWAYS =
      Map.of(
          "disk-full", "nodes have no mount of their own",
          "slow-disk", "nodes have no block device of their own",
          "slow-network", "there is no proxy before the nodes' addresses",
          "skewed-clock", "all nodes have the machine's clock");

  private LeftOut() {}

  /** All kinds that this scene does not allow. */
  static SortedMap<String, String> at(Scene scene) {
    SortedMap<String, String> reasons = new TreeMap<>(ALWAYS);
    for (FaultKind kind : FaultKind.values()) {
      kind.need().missing(scene).ifPresent(why -> reasons.put(kind.label(), why));
    }
    return Collections.unmodifiableSortedMap(reasons);
  }
}
