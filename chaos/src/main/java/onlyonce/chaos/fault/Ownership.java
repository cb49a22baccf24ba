package onlyonce.chaos.fault;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;

/** The ledger partitions that a processor owned before a fault, and who has them now. */
final class Ownership {
  private final Surroundings surroundings;
  private final String processor;
  private final SortedMap<Integer, Owners.Owner> before;

  private Ownership(
      Surroundings surroundings, String processor, SortedMap<Integer, Owners.Owner> before) {
    this.surroundings = surroundings;
    this.processor = processor;
    this.before = before;
  }

  /**
   * Remembers what a processor owns.
   *
   * @throws FaultMissedException when it owns nothing, or nobody says
   */
  static Ownership of(Surroundings surroundings, String processor) throws FaultMissedException {
    SortedMap<Integer, Owners.Owner> own;
    try {
      own = new TreeMap<>(surroundings.owners().read(surroundings));
    } catch (LocalClusterException e) {
      throw new FaultMissedException("nobody says what " + processor + " owns: " + e.getMessage());
    }
    own.values().removeIf(owner -> !owner.processor().equals(processor));
    if (own.isEmpty()) {
      throw new FaultMissedException(processor + " owns no ledger partition");
    }
    return new Ownership(surroundings, processor, own);
  }

  /** Says who took the partitions over, once every one of them has another owner. */
  Optional<String> taken() {
    SortedMap<Integer, Owners.Owner> now = surroundings.owners().read(surroundings);
    TreeMap<String, TreeSet<Integer>> byTaker = new TreeMap<>();
    for (Integer partition : before.keySet()) {
      Owners.Owner owner = now.get(partition);
      if (owner == null
          || owner.processor().equals(processor)
          || owner.equals(before.get(partition))) {
        return Optional.empty();
      }
      byTaker.computeIfAbsent(owner.processor(), name -> new TreeSet<>()).add(partition);
    }
    return Optional.of(
        byTaker.entrySet().stream()
            .map(taker -> taker.getKey() + " took ledger partitions " + taker.getValue())
            .collect(Collectors.joining("; ")));
  }
}
