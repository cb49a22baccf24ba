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
  /** Segments that the log's checkpoints are done with are kept and written over. */
  private static final Map<String, String> DATABASE_SETTINGS = Map.of("min_wal_size", "3GB");

  /**
   * Each collection stops a broker for 40 to 100 ms, and whoever waits for its copy of a record.
   * The more room there is for new objects, the fewer there are: under load one a minute.
   */
  private static final String BROKER_HEAP = "2g";

  private static final List<String> BROKER_OPTIONS = List.of("-Xmn1500m");

  private static final int LOG_BYTES_A_COMMAND = 8_000;
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final int MOST_SEGMENTS = 128;

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

    /** The line that each of them begins with. */
    String firstLine();
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
            .withBrokerHeap(BROKER_HEAP)
            .withBrokerOptions(BROKER_OPTIONS)
            .withDatabaseSettings(DATABASE_SETTINGS)
            .withClosing(ClusterSpec.Closing.DISCARD);
    try (LocalCluster cluster = LocalCluster.start(spec, display::step);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      var _ = new TopicSetup(options.partitions(), (short) 3).apply(admin);
      ShardDatabases databases = new ShardDatabases(cluster, clock);
      display.step("preparing the databases' logs");
      databases.makeLogSegments(logSegments());
      Place place = new Place(cluster, admin, databases, children, clock, display);
      Agenda agenda = new Agenda(place, options);
      agenda.run();
      return agenda.figures(Surroundings.settings(place), Surroundings.environment(loadBefore));
    }
  }

  /** As much as some subjects write, warm-up and all, between two checkpoints. */
  private int logSegments() {
    return Math.clamp(
        (long) options.commands() * LOG_BYTES_A_COMMAND / SEGMENT_BYTES, 1, MOST_SEGMENTS);
  }
}
