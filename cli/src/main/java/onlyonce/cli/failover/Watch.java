package onlyonce.cli.failover;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.ledger.detection.Suspected;
import onlyonce.ledger.detection.WatchListener;
import onlyonce.ledger.detection.WatchServers;
import onlyonce.ledger.detection.WatchedServer;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;
import onlyonce.messages.DeposedException;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.MapTerm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor of failovers while it is in office: watches every database, and replaces a primary
 * that is dead.
 *
 * <pre>
 *   watched --(detector)--> suspected --(its process is gone, or it stays suspected)--> confirmed
 *   confirmed --> a term is claimed --> {@link FailOver} --> watched; the old one {@link ReturnAbandoned}
 * </pre>
 *
 * <p>What fails is tried again, under another term, for as long as the suspicion stands. Whoever is
 * deposed in the middle leaves the failover to whoever deposed it, and looks again.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);
  private static final String SOURCE = "onlyonce/watch";

  private final Cluster cluster;
  private final Map<String, Object> clientProperties;
  private final WatchOrders orders;
  private final Clock clock;
  private final FollowShardMap map;
  private final WatchServers watch;
  // The map calls servers by their addresses.
  private final Map<String, Shard> byJdbcUrl = new HashMap<>();
  private final Map<String, Long> suspectedAtNanos = new HashMap<>();
  private final ReturnAbandonedBeside returns;
  private final Thread thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
  private long refreshedAtNanos;

  private Watch(
      Cluster cluster,
      Map<String, Object> clientProperties,
      WatchOrders orders,
      Clock clock,
      FollowShardMap map) {
    this.cluster = cluster;
    this.clientProperties = clientProperties;
    this.orders = orders;
    this.clock = clock;
    this.map = map;
    this.watch = WatchServers.start(orders.detection(), new Heard(), clock);
    this.returns = new ReturnAbandonedBeside(cluster);
  }

  static Watch start(
      Cluster cluster, Map<String, Object> clientProperties, WatchOrders orders, Clock clock) {
    Watch begun =
        new Watch(cluster, clientProperties, orders, clock, FollowShardMap.start(clientProperties));
    begun.thread.start();
    return begun;
  }

  /** Suspicions are asked for, and logged by the watch itself. */
  private static final class Heard implements WatchListener {
    @Override
    public void suspected(Suspected suspected) {}

    @Override
    public void withdrawn(Suspected suspected, Duration lasted) {}
  }

  private void run() {
    refreshedAtNanos = System.nanoTime() - REFRESH.toNanos();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          look();
          TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        } catch (DeposedException e) {
          LOG.warn("{}; whoever claimed it goes on", e.getMessage());
          TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        } catch (RuntimeException | SQLException e) {
          LOG.warn("a failover did not come to its end, and is tried again: {}", e.getMessage(), e);
          TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws SQLException, InterruptedException {
    if (System.nanoTime() - refreshedAtNanos > REFRESH.toNanos()) {
      refreshedAtNanos = System.nanoTime();
      watchAll();
      returns.look();
    }
    for (String jdbcUrl : map.current().jdbcUrls().values()) {
      Shard primary = byJdbcUrl.get(jdbcUrl);
      if (primary == null) {
        continue; // It is no server of this cluster, and no affair of ours.
      }
      Optional<Suspected> suspected = watch.suspected(primary.name());
      if (suspected.isEmpty()) {
        suspectedAtNanos.remove(primary.name());
      } else if (confirmed(primary.name())) {
        LOG.warn("{} is taken for dead: {}", primary.name(), suspected.get());
        failOver(primary);
      }
    }
  }

  private void watchAll() {
    for (Shard server : cluster.servers()) {
      if (byJdbcUrl.put(server.jdbcUrl(), server) == null) {
        watch.watch(new WatchedServer(server.name(), server.jdbcUrl(), server.user()));
      }
    }
  }

  /** A process that is seen gone is dead; one that lives may only be slow, and gets some time. */
  private boolean confirmed(String server) {
    long since = suspectedAtNanos.computeIfAbsent(server, _ -> System.nanoTime());
    return System.nanoTime() - since > orders.confirmAfter().toNanos()
        || !cluster.status().node(server).alive();
  }

  private void failOver(Shard primary) throws SQLException, InterruptedException {
    String shard = primary.shard();
    try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
      // What was seen before the term began may be done by now: its successor is not to be killed.
      if (!primary.jdbcUrl().equals(term.map().jdbcUrls().get(shard))) {
        LOG.info("{} is replaced already", primary.name());
        return;
      }
      LOG.info("term {} is claimed to fail {} over", term.number(), shard);
      var _ =
          new FailOver(cluster, term, shard, orders.isolation(), step -> LOG.info("{}", step))
              .run();
    }
  }

  /** Ends its part; what is under way stays where it is, for a successor to take up. */
  @Override
  public void close() {
    thread.interrupt();
    returns.close();
    watch.close();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    map.close();
  }

  /** Former primaries come back one after the other, beside the watch. */
  private static final class ReturnAbandonedBeside implements AutoCloseable {
    private final Cluster cluster;
    private Thread working = Thread.ofVirtual().unstarted(() -> {});

    private ReturnAbandonedBeside(Cluster cluster) {
      this.cluster = cluster;
    }

    /** Starts with one that is there to come back, unless another one is on its way. */
    void look() {
      if (working.isAlive()) {
        return;
      }
      cluster.servers().stream()
          .filter(server -> server.role().equals(Shard.ABANDONED))
          .map(server -> cluster.status().node(server.name()))
          .filter(ReturnAbandonedBeside::canReturn)
          .findFirst()
          .ifPresent(
              node ->
                  working =
                      Thread.ofPlatform()
                          .daemon()
                          .name("return-" + node.name())
                          .start(() -> bringBack(node.name())));
    }

    private static boolean canReturn(NodeStatus node) {
      return node.state() == NodeState.RUNNING || !node.alive();
    }

    private void bringBack(String server) {
      try {
        var _ = new ReturnAbandoned(cluster, server, step -> LOG.info("{}", step)).run();
      } catch (SQLException | RuntimeException e) {
        LOG.warn("{} did not come back yet: {}", server, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      working.interrupt();
    }
  }
}
