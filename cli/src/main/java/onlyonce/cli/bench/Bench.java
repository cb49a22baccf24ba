package onlyonce.cli.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.RoleSpec;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;

/** One run on a cluster of its own: brokers and databases as they are by default, but warm. */
public final class Bench {
  /**
   * A server that has run for a while writes its log over segments that it has used before; making
   * one takes up to a tenth of a second, in some transaction's commit. With this they are kept once
   * the first subjects have made them.
   */
  private static final Map<String, String> DATABASE_SETTINGS = Map.of("min_wal_size", "2GB");

  private final BenchOptions options;
  private final Path directory;
  private final Children children;
  private final Display display;
  private final Clock clock;

  /** Makes the processes that are measured. */
  public interface Children {
    /**
     * A process that is not started yet.
     *
     * @param heap as {@code -Xmx} takes it
     */
    RoleSpec child(String name, String heap, Cluster cluster, List<String> arguments);

    /** A processor and an orchestrator as the platform runs them, not started yet. */
    List<RoleSpec> platform(Cluster cluster);
  }

  /** Who watches. */
  public interface Display {
    /** Where the work is; the next line takes its place. */
    void step(String line);

    /** What must be seen. */
    void say(String line);
  }

  /**
   * A bench that has not begun.
   *
   * @param directory where the cluster and its logs go
   */
  public Bench(
      BenchOptions options, Path directory, Children children, Clock clock, Display display) {
    this.options = options;
    this.directory = directory;
    this.children = children;
    this.clock = clock;
    this.display = display;
  }

  /**
   * Measures and verifies.
   *
   * @throws IllegalStateException when a result is wrong, or a subject did not get on
   */
  public Figures run() throws InterruptedException {
    double loadBefore = Surroundings.load();
    Surroundings.busy(loadBefore).ifPresent(display::say);
    Path home = directory.resolve("cluster");
    if (options.endurance()) {
      Surroundings.requireRoom(home, options.commands());
    }
    display.step("starting brokers and databases");
    ClusterSpec spec =
        ClusterSpec.at(home)
            .withDatabaseSettings(DATABASE_SETTINGS)
            .withClosing(ClusterSpec.Closing.DISCARD);
    try (LocalCluster cluster = LocalCluster.start(spec, display::step);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      var _ = new TopicSetup(options.partitions(), (short) 3).apply(admin);
      ShardDatabases databases = new ShardDatabases(cluster, clock);
      Place place = new Place(cluster, admin, databases, children, clock, display);
      Agenda agenda = new Agenda(place, options);
      agenda.run();
      return agenda.figures(Surroundings.settings(place), Surroundings.environment(loadBefore));
    }
  }
}
