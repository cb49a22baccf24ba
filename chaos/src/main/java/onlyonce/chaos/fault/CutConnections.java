package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import onlyonce.localcluster.Shard;

/**
 * Terminates all of a processor's database backends, on every shard, whatever they are doing;
 * observed: they are gone, and it has others on each of these shards.
 */
public final class CutConnections implements Fault {
  private final Surroundings surroundings;
  private final String processor;

  /**
   * @param processor the node's name, which is in the names of its sessions
   */
  public CutConnections(Surroundings surroundings, String processor) {
    this.surroundings = surroundings;
    this.processor = processor;
  }

  @Override
  public String kind() {
    return "cut-connections";
  }

  @Override
  public String lane() {
    return surroundings.processorRole();
  }

  @Override
  public String aim() {
    return processor;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Targets.running(surroundings.cluster(), surroundings.processorRole(), processor);
    Map<Shard, Set<Integer>> cut = new TreeMap<>(Comparator.comparing(Shard::name));
    try {
      for (Shard shard : surroundings.cluster().shards()) {
        Set<Integer> terminated = ShardView.terminate(shard, processor);
        if (!terminated.isEmpty()) {
          cut.put(shard, terminated);
        }
      }
    } catch (SQLException e) {
      throw new FaultMissedException("a shard does not answer: " + e.getMessage());
    }
    if (cut.isEmpty()) {
      throw new FaultMissedException(processor + " has no connection to a shard");
    }
    return new Cut(cut);
  }

  private final class Cut implements Wound {
    private final Map<Shard, Set<Integer>> before;

    private Cut(Map<Shard, Set<Integer>> before) {
      this.before = before;
    }

    private int count() {
      return before.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public String target() {
      return processor;
    }

    @Override
    public String struck() {
      return "%d backends terminated on %d shards".formatted(count(), before.size());
    }

    @Override
    public Optional<String> observe() {
      int fresh = 0;
      try {
        for (Map.Entry<Shard, Set<Integer>> entry : before.entrySet()) {
          Set<Integer> now = ShardView.backends(entry.getKey(), processor);
          if (now.isEmpty() || now.stream().anyMatch(entry.getValue()::contains)) {
            return Optional.empty();
          }
          fresh += now.size();
        }
      } catch (SQLException e) {
        return Optional.empty();
      }
      return Optional.of("they are gone, and it has %d others".formatted(fresh));
    }

    /** Whoever was cut off mends it. */
    @Override
    public String heal() {
      return "it mended that by itself";
    }

    @Override
    public Optional<String> observeHealed() {
      return observe().map(_ -> "");
    }
  }
}
