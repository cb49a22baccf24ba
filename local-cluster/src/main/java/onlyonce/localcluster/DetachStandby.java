package onlyonce.localcluster;

import java.time.Duration;
import onlyonce.localcluster.postgres.ServerReplication;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/** Has one standby receive nothing from its primary any more, and sees it. */
final class DetachStandby {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Node node;

  DetachStandby(Node node) {
    this.node = node;
  }

  NodeEffect.Detached run() {
    if (!(node.recipe() instanceof DatabaseRecipe recipe)) {
      throw new LocalClusterException(node.name() + " is no database server");
    }
    long start = System.nanoTime();
    ServerReplication server = recipe.server().replication();
    if (!server.inRecovery()) {
      throw new LocalClusterException(node.name() + " is no standby: it is not in recovery");
    }
    recipe.configureDetached();
    server.reload();
    if (!Deadline.after(LIMIT).await(() -> !server.receives())) {
      throw new LocalClusterException(
          "%s still receives from its primary after %s".formatted(node.name(), LIMIT));
    }
    return new NodeEffect.Detached(node.name(), node.livingPid(), Millis.since(start));
  }
}
