package onlyonce.cli.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import onlyonce.cli.bench.MeasureSubject.Turn;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;

/** One run on a cluster of its own, one subject after the other. */
public final class Bench {
  private static final String PROCESSOR_HEAP = "256m";
  private static final int COPY_BATCH = 4_000;
  private static final int POLL_BATCH = 10_000;
  private static final int RECORD_BATCH = 500;

  private final BenchOptions options;
  private final Path directory;
  private final Children children;
  private final ProgressListener progress;
  private final Clock clock;

  /** Makes the process that runs a subject. */
  public interface Children {
    /**
     * @param heap as {@code -Xmx} takes it
     */
    RoleSpec child(String name, String heap, Cluster cluster, List<String> arguments);
  }

  /**
   * @param directory where the cluster and its logs go
   */
  public Bench(
      BenchOptions options,
      Path directory,
      Children children,
      Clock clock,
      ProgressListener progress) {
    this.options = options;
    this.directory = directory;
    this.children = children;
    this.clock = clock;
    this.progress = progress;
  }

  public void run() throws InterruptedException {
    ClusterSpec spec =
        ClusterSpec.at(directory.resolve("cluster")).withClosing(ClusterSpec.Closing.DISCARD);
    progress.progress("starting brokers and databases");
    try (LocalCluster cluster = LocalCluster.start(spec, progress);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      new TopicSetup(options.partitions(), (short) 3).apply(admin);
      Place place =
          new Place(cluster, admin, new ShardDatabases(cluster, clock), children, clock, progress);
      measure(place);
    }
  }

  private void measure(Place place) throws InterruptedException {
    int part = options.commands();
    Books books = Books.of(options.accounts(), options.partitions());
    int records = part * (options.runs() + 1);
    CommandTopic topic =
        CommandTopic.fill(
            place.admin(),
            place.clientProperties(),
            new CommandTopic.Wish(
                "bench-new",
                Mix.ALL_NEW,
                books,
                new CommandStream.Origin(options.seed(), clock.millis()),
                records),
            progress);
    MeasureSubject measure = new MeasureSubject(place, topic);
    if (options.wants("read-ceiling")) {
      say(
          measure.read(
              new Turn(
                  "read-ceiling",
                  SubjectKind.READ_CEILING,
                  PROCESSOR_HEAP,
                  POLL_BATCH,
                  part,
                  part,
                  options.runs())));
    }
    for (Turn turn :
        List.of(
            new Turn(
                "copy-ceiling",
                SubjectKind.COPY_CEILING,
                "2g",
                COPY_BATCH,
                part,
                part,
                options.runs()),
            new Turn(
                "per-record",
                SubjectKind.PER_RECORD,
                PROCESSOR_HEAP,
                RECORD_BATCH,
                4000,
                10_000,
                options.runs()),
            new Turn(
                "per-poll",
                SubjectKind.PER_POLL,
                PROCESSOR_HEAP,
                POLL_BATCH,
                part,
                part,
                options.runs()),
            new Turn(
                "engine",
                SubjectKind.ENGINE,
                PROCESSOR_HEAP,
                COPY_BATCH,
                part,
                part,
                options.runs()))) {
      if (options.wants(turn.name())) {
        say(measure.run(turn));
      }
    }
  }

  private void say(MeasureSubject.Result result) {
    System.err.printf(
        "RESULT %s median %,.0f/s runs %s verified %s resident %s%n",
        result.name(),
        result.rate().median(),
        result.rate().runs().stream().map("%,.0f"::formatted).toList(),
        result.verified(),
        result.resident());
  }
}
