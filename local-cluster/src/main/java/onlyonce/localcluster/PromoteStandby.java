package onlyonce.localcluster;

import java.time.Duration;
import onlyonce.localcluster.postgres.ServerReplication;
import onlyonce.localcluster.process.LocalClusterException;

/** Ends one standby's recovery. */
final class PromoteStandby {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Node node;

  PromoteStandby(Node node) {
    this.node = node;
  }

  NodeEffect.Promoted run() {
    if (!(node.recipe() instanceof DatabaseRecipe recipe)) {
      throw new LocalClusterException(node.name() + " is no database server");
    }
    long start = System.nanoTime();
    ServerReplication server = recipe.server().replication();
    if (!server.inRecovery()) {
      throw new LocalClusterException(node.name() + " is no standby: it is not in recovery");
    }
    try {
      server.promote(LIMIT);
      return new NodeEffect.Promoted(
          node.name(), node.livingPid(), server.timeline(), Millis.since(start));
    } catch (LocalClusterException e) {
      // It must not come out of recovery when another one was promoted instead.
      node.killIfAlive();
      throw e;
    }
  }
}
