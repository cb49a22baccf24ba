package onlyonce.processor;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which ids are new without asking the database. For each owned partition it holds every processed
 * id above a threshold; ids are UUIDv7 and come roughly in their order, so nearly all new ones lie
 * above it, and only the others must be looked up.
 *
 * <p>The answer "new" is exact, not a guess: at takeover the threshold is the largest id that the
 * database has, every committed id above it is added, and when memory is full the threshold rises
 * to the largest id that is dropped. Only the owner commits, so nothing is missed; after a failure
 * the partition is forgotten until it is taken over again. Confined to the shard's thread.
 */
final class KnownIds {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final int generationSize;
  private final Map<Integer, Partition> partitions = new HashMap<>();

  /** The processed ids above the threshold, in two generations of which the older one goes. */
  private static final class Partition {
    private UUID threshold;
    private Set<UUID> older = Set.of();
    private Set<UUID> younger = new HashSet<>();
    private UUID olderMax = BEFORE_ALL;
    private UUID youngerMax = BEFORE_ALL;

    Partition(UUID threshold) {
      this.threshold = threshold;
    }

    boolean isNew(UUID id) {
      return compare(id, threshold) > 0 && !younger.contains(id) && !older.contains(id);
    }

    void add(UUID id, int generationSize) {
      if (compare(id, threshold) <= 0) {
        return;
      }
      younger.add(id);
      youngerMax = max(youngerMax, id);
      if (younger.size() >= generationSize) {
        threshold = max(threshold, olderMax);
        older = younger;
        olderMax = youngerMax;
        younger = new HashSet<>();
        youngerMax = BEFORE_ALL;
      }
    }

    private static UUID max(UUID a, UUID b) {
      return compare(a, b) >= 0 ? a : b;
    }

    /** As the database orders them; {@link UUID#compareTo} takes the first bit for a sign. */
    private static int compare(UUID a, UUID b) {
      int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
  }

  /**
   * @param generationSize up to twice as many ids of each partition are kept
   */
  KnownIds(int generationSize) {
    this.generationSize = generationSize;
  }

  /**
   * A partition was taken over.
   *
   * @param largest the largest processed id in the database, or one below all when there is none
   */
  void begin(int partition, UUID largest) {
    partitions.put(partition, new Partition(largest));
  }

  /** Nothing is known of a partition any more: all its ids must be looked up. */
  void forget(int partition) {
    partitions.remove(partition);
  }

  /** Whether an id was certainly never processed in this partition. */
  boolean isNew(int partition, UUID id) {
    Partition known = partitions.get(partition);
    return known != null && known.isNew(id);
  }

  /** These candidates were committed. */
  void committed(Collection<? extends Entry.Candidate<?>> fresh) {
    for (Entry.Candidate<?> candidate : fresh) {
      Partition known = partitions.get(candidate.partition());
      if (known != null && candidate.remembered()) {
        known.add(candidate.id(), generationSize);
      }
    }
  }
}
