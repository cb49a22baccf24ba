package onlyonce.localcluster;

import java.time.Duration;
import java.util.function.Consumer;
import onlyonce.localcluster.postgres.ServerReplication;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/** Makes standbys stream from their shard's primary, and sees it. */
final class FollowPrimary {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ShardServers shard;

  FollowPrimary(ShardServers shard) {
    this.shard = shard;
  }

  /** After a start, which has pointed all of them there. */
  void all() {
    ShardServers.Server primary = shard.primary();
    shard.others(primary).forEach(standby -> primary.replication().ensureSlot(standby.slot()));
    shard.others(primary).forEach(standby -> awaitStreaming(standby, primary));
  }

  /**
   * Points a running standby there; what it has meanwhile is kept.
   *
   * @param guard runs the pointing itself
   */
  NodeEffect.Followed one(Node node, String primaryName, Consumer<Runnable> guard) {
    long start = System.nanoTime();
    ShardServers.Server standby = shard.server(node.name());
    ShardServers.Server primary = requirePrimary(primaryName);
    if (!shard.role(standby).equals(Shard.STANDBY)) {
      throw new LocalClusterException(
          "%s is no standby but %s: stop it and have it rejoin"
              .formatted(standby.name(), shard.role(standby)));
    }
    primary.replication().ensureSlot(standby.slot());
    guard.accept(() -> point(node, standby, primary));
    awaitStreaming(standby, primary);
    return new NodeEffect.Followed(
        standby.name(), node.livingPid(), primary.name(), Millis.since(start));
  }

  private void point(Node node, ShardServers.Server standby, ShardServers.Server primary) {
    var _ = requirePrimary(primary.name());
    if (node.recipe() instanceof DatabaseRecipe recipe) {
      recipe.configure();
    }
    standby.replication().reload();
  }

  ShardServers.Server requirePrimary(String name) {
    ShardServers.Server primary = shard.primary();
    if (!primary.name().equals(name)) {
      throw new LocalClusterException(
          "%s is not the primary of %s; by its servers' data that is %s"
              .formatted(name, shard.shard(), primary.name()));
    }
    return primary;
  }

  void awaitStreaming(ShardServers.Server standby, ShardServers.Server primary) {
    ServerReplication told = primary.replication();
    if (!Deadline.after(LIMIT).await(() -> told.streamsTo(standby.name()))) {
      throw new LocalClusterException(
          ("%s does not stream from %s after %s: see its log, %s; if it had come further than %s,"
                  + " stop it and have it rejoin")
              .formatted(
                  standby.name(),
                  primary.name(),
                  LIMIT,
                  shard.home().log(standby.name()),
                  primary.name()));
    }
  }
}
