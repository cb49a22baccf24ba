package onlyonce.cli.lab.partitioning;

import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.ByRange;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;

/** One way of laying accounts out. */
record Layout(Partitioning partitioning, Placement placement) {

  /** Every function with every placement. */
  static List<Layout> all(Keys keys, int partitions) {
    List<Layout> all = new ArrayList<>();
    for (Partitioning partitioning :
        List.of(Partitioning.hash(partitions), Partitioning.range(keys.bounds(partitions)))) {
      for (Placement placement : Placement.all()) {
        all.add(new Layout(partitioning, placement));
      }
    }
    return all;
  }

  String name() {
    return partitioning.function().name() + ", " + placement.label();
  }

  /** The name of its folder. */
  String folder() {
    return partitioning.function().name() + "-" + placement.label();
  }

  boolean isByRange() {
    return partitioning.function() instanceof ByRange;
  }
}
