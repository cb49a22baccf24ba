package onlyonce.localcluster.junit;

import java.nio.file.Path;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that all test classes share: brokers and databases as two clusters, each started when
 * it is first asked for.
 */
final class SharedNodes implements AutoCloseable {
  private final Part kafka = new Part("kafka", 3, 0);
  private final Part postgres = new Part("postgres", 0, 2);

  Cluster kafka() {
    return kafka.cluster();
  }

  Cluster postgres() {
    return postgres.cluster();
  }

  @Override
  public void close() {
    kafka.close();
    postgres.close();
  }

  private static final class Part {
    private final ClusterSpec spec;
    private @Nullable LocalCluster cluster;

    Part(String name, int brokers, int shards) {
      // Maven tells where the module is; its target folder goes with the next clean.
      Path target = Path.of(System.getProperty("basedir", "."), "target", "shared-cluster");
      Path home = target.resolve(name + "-" + ProcessHandle.current().pid());
      this.spec =
          ClusterSpec.at(home)
              .withBrokers(brokers)
              .withShards(shards)
              .withLightCompilation()
              .withClosing(ClusterSpec.Closing.DISCARD);
    }

    synchronized Cluster cluster() {
      LocalCluster running = cluster;
      if (running == null) {
        running = LocalCluster.start(spec, ProgressListener.silent());
        cluster = running;
      }
      return running;
    }

    synchronized void close() {
      if (cluster != null) {
        cluster.close();
      }
    }
  }
}
