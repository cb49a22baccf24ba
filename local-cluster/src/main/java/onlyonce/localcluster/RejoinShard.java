package onlyonce.localcluster;

import java.util.function.Function;
import onlyonce.localcluster.postgres.CopyDataFolder;

/**
 * Rebuilds a server as a standby by a fresh copy of the running primary. Going back to where an old
 * primary's log parted (pg_rewind) would move less, but the binaries lack it, and a copy is right
 * whatever happened to the folder.
 */
final class RejoinShard {
  private final ShardServers shard;
  private final Node node;
  private final String primaryName;

  RejoinShard(ShardServers shard, Node node, String primaryName) {
    this.shard = shard;
    this.node = node;
    this.primaryName = primaryName;
  }

  /**
   * @param start starts the node and waits until it is ready
   */
  NodeEffect.Rejoined run(Function<Node, NodeEffect.Started> start) {
    long began = System.nanoTime();
    FollowPrimary follow = new FollowPrimary(shard);
    ShardServers.Server self = shard.server(node.name());
    ShardServers.Server primary = follow.requirePrimary(primaryName);
    // Before the copy: from its beginning on the primary must keep its log.
    primary.replication().ensureSlot(self.slot());
    long bytes =
        node.whileDead(
            () ->
                new CopyDataFolder(shard.data(primary), shard.data(self))
                    .ofRunning(primary.connection()));
    NodeEffect.Started started = start.apply(node);
    follow.awaitStreaming(self, primary);
    return new NodeEffect.Rejoined(
        self.name(), started.pid(), primary.name(), bytes, Millis.since(began));
  }
}
