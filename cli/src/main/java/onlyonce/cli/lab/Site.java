package onlyonce.cli.lab;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;

/**
 * Where an experiment runs, and what it has there.
 *
 * @param directory for data and logs
 * @param platform makes a working platform of running nodes
 */
public record Site(Path directory, Platform platform, Display display, Clock clock) {

  /** Who watches. */
  public interface Display {
    /**
     * Where the work is; the next step takes its place.
     *
     * @param total 0 when it is not known
     */
    void step(String line, long done, long total);

    /** What must be seen. */
    void say(String line);
  }

  /**
   * Starts a cluster of short life: its data are deleted when it is closed, its logs stay.
   *
   * @param adapted how it differs from three brokers and two shards
   */
  public LocalCluster startCluster(UnaryOperator<ClusterSpec> adapted) {
    ClusterSpec spec =
        ClusterSpec.at(directory.resolve("cluster"))
            .withLightCompilation()
            .withClosing(ClusterSpec.Closing.DISCARD);
    display.step("starting brokers and databases", 0, 0);
    return LocalCluster.start(adapted.apply(spec), line -> display.step(line, 0, 0));
  }
}
