package onlyonce.localcluster;

import java.util.ArrayList;
import java.util.List;

/**
 * How many of a shard's replicas a write must reach, and how many a read must ask: V, Vw and Vr.
 *
 * @param replicas V: the primary and its standbys
 * @param write Vw: so many have a write when it is acknowledged, the primary among them
 * @param read Vr: so many are asked by a quorum read
 */
public record Quorums(int replicas, int write, int read) {
  public Quorums {
    if (replicas < 1) {
      throw new IllegalArgumentException("a shard has at least 1 replica, not " + replicas);
    }
    within("write quorum", write, replicas);
    within("read quorum", read, replicas);
  }

  /** A majority writes, and the fewest are read that meet every majority. */
  public static Quorums majority(int replicas) {
    int write = replicas / 2 + 1;
    return new Quorums(replicas, write, replicas - write + 1);
  }

  /** Every read meets every write, and every write meets every other. */
  public boolean intersect() {
    return violations().isEmpty();
  }

  /** What these sets break, each as a sentence; nothing when they intersect. */
  public List<String> violations() {
    List<String> broken = new ArrayList<>();
    if (read + write <= replicas) {
      broken.add(
          "Vr + Vw > V does not hold (%d + %d, of %d): a read may miss the last write"
              .formatted(read, write, replicas));
    }
    if (2 * write <= replicas) {
      broken.add(
          "Vw > V/2 does not hold (%d of %d): two writes may miss each other"
              .formatted(write, replicas));
    }
    return List.copyOf(broken);
  }

  private static void within(String what, int size, int replicas) {
    if (size < 1 || size > replicas) {
      throw new IllegalArgumentException(
          "a %s of %d replicas is from 1 to %d, not %d".formatted(what, replicas, replicas, size));
    }
  }
}
