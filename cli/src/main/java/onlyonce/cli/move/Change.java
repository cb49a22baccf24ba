package onlyonce.cli.move;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What happens to the shards. */
public sealed interface Change {

  String shard();

  /** The shards that there will be. */
  SortedSet<String> of(SortedSet<String> shards);

  /**
   * This shard comes, or has come and is not yet full.
   *
   * @param jdbcUrl where its primary is now; asked for as long as the map doesn't say it
   */
  record Add(String shard, Supplier<String> jdbcUrl) implements Change {
    @Override
    public SortedSet<String> of(SortedSet<String> shards) {
      SortedSet<String> all = new TreeSet<>(shards);
      all.add(shard);
      return all;
    }
  }

  /** This shard goes, or has gone. */
  record Remove(String shard) implements Change {
    @Override
    public SortedSet<String> of(SortedSet<String> shards) {
      SortedSet<String> rest = new TreeSet<>(shards);
      rest.remove(shard);
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(shard + " is the last shard; add another one first");
      }
      return rest;
    }
  }
}
