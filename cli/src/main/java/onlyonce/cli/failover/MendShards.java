package onlyonce.cli.failover;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.MeasureLag;
import onlyonce.localcluster.ReplicaLag;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.MapTerm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes shards whole again, beside the watch and one server after the other:
 *
 * <pre>
 *   a former primary                               {@link ReturnAbandoned}
 *   a running standby that receives nothing        follows again; if it cannot, it is rebuilt
 * </pre>
 *
 * <p>Only in shards whose primary is the one that the map names: elsewhere a failover is not at its
 * end, and whoever the map names must not be started, or followed, as if it were. A former primary
 * comes back under the number of the latest term that was read, so the cluster refuses it once a
 * failover has begun. A standby is re-pointed under a term of its own: it may have been cut off by
 * a failover that sleeps, and that one must not wake.
 */
final class MendShards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MendShards.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SILENT_FOR = Duration.ofSeconds(5);
  private static final String SOURCE = "onlyonce/mend";

  private final Cluster cluster;
  private final Map<String, Object> clientProperties;
  private final Clock clock;
  private final FollowShardMap map;
  private final Predicate<Shard> quiet;
  private final Map<String, Long> silentSinceNanos = new HashMap<>();
  private final NextTries tries = new NextTries(System::nanoTime);
  private final Thread thread = Thread.ofPlatform().daemon().name("mend").unstarted(this::run);

  /**
   * @param quiet of a primary: it is not suspected, and no failover is under way
   */
  MendShards(
      Cluster cluster,
      Map<String, Object> clientProperties,
      Clock clock,
      FollowShardMap map,
      Predicate<Shard> quiet) {
    this.cluster = cluster;
    this.clientProperties = clientProperties;
    this.clock = clock;
    this.map = map;
    this.quiet = quiet;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.warn("cannot see whether the shards are whole: {}", e.getMessage());
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    long term = map.term(); // Read first: what is seen afterwards is at least as new.
    Map<String, String> named = map.current().jdbcUrls();
    for (ShardNow shard : ShardNow.allOf(cluster.status(), named)) {
      if (shard.named().role().equals(Shard.PRIMARY) && shard.runs(shard.named())) {
        bringBack(shard, term);
        followAgain(shard);
      } else {
        shard.servers().forEach(server -> silentSinceNanos.remove(server.name()));
      }
    }
  }

  private void bringBack(ShardNow shard, long term) throws InterruptedException {
    for (Shard server : shard.servers()) {
      if (server.role().equals(Shard.ABANDONED)
          && (shard.runs(server) || !shard.lives(server))
          && quiet.test(shard.named())
          && tries.isDue(server.name())) {
        attempt(
            server,
            () -> {
              var _ =
                  new ReturnAbandoned(
                          cluster.under(term), server.name(), step -> LOG.info("{}", step))
                      .run();
            });
      }
    }
  }

  private void followAgain(ShardNow shard) throws InterruptedException {
    List<Shard> running =
        shard.servers().stream()
            .filter(server -> !server.role().equals(Shard.ABANDONED))
            .filter(shard::runs)
            .toList();
    for (ReplicaLag lag : MeasureLag.of(running)) {
      if (!lag.state().equals(ReplicaLag.DETACHED) || !quiet.test(shard.named())) {
        silentSinceNanos.remove(lag.name());
        continue;
      }
      long since = silentSinceNanos.computeIfAbsent(lag.name(), _ -> System.nanoTime());
      if (System.nanoTime() - since > SILENT_FOR.toNanos() && tries.isDue(lag.name())) {
        Shard standby =
            running.stream().filter(s -> s.name().equals(lag.name())).findFirst().orElseThrow();
        attempt(standby, () -> follow(standby, shard.named()));
      }
    }
  }

  private void follow(Shard standby, Shard primary) {
    try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
      if (!primary.jdbcUrl().equals(term.map().jdbcUrls().get(primary.shard()))) {
        return; // It was replaced meanwhile.
      }
      LOG.warn(
          "{} receives nothing from {}: it is to follow again", standby.name(), primary.name());
      Cluster fenced = cluster.under(term.number());
      try {
        LOG.info("{}", fenced.follow(standby.name(), primary.name()).observed());
      } catch (LocalClusterException e) {
        LOG.warn("{}; it is rebuilt", e.getMessage());
        LOG.info("{}", fenced.stop(standby.name()).observed());
        LOG.info("{}", fenced.rejoin(standby.name(), primary.name()).observed());
      }
    }
  }

  private interface Mending {
    void run() throws SQLException, InterruptedException;
  }

  private void attempt(Shard server, Mending mending) throws InterruptedException {
    try {
      mending.run();
      tries.succeeded(server.name());
      silentSinceNanos.remove(server.name());
    } catch (SQLException | RuntimeException e) {
      tries.failed(server.name());
      LOG.warn("{} is no standby that streams yet: {}", server.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
