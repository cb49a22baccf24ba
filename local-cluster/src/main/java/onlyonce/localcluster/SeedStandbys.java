package onlyonce.localcluster;

import java.util.List;
import onlyonce.localcluster.postgres.CopyDataFolder;
import onlyonce.localcluster.postgres.DataFolder;

/**
 * Before a shard's servers start: gives every server but the primary a standby's data. A new one
 * gets a copy of the primary's stopped folder; so does one that was abandoned, since what it
 * committed alone is on a timeline that nobody follows.
 */
final class SeedStandbys {
  private final ShardServers shard;
  private final List<DatabaseRecipe> recipes;
  private final ProgressListener progress;

  SeedStandbys(ShardServers shard, List<DatabaseRecipe> recipes, ProgressListener progress) {
    this.shard = shard;
    this.recipes = recipes;
    this.progress = progress;
  }

  void run() {
    ShardServers.Server primary = shard.primary();
    recipes.stream()
        .filter(recipe -> recipe.server().equals(primary))
        .forEach(DatabaseRecipe::createData);
    for (ShardServers.Server other : shard.others(primary)) {
      DataFolder data = shard.data(other);
      if (data.exists() && data.isStandby()) {
        continue;
      }
      if (data.exists()) {
        progress.progress(
            "%s was a primary until %s was promoted: it becomes a copy of it"
                .formatted(other.name(), primary.name()));
      }
      var _ = new CopyDataFolder(shard.data(primary), data).ofStopped();
    }
  }
}
