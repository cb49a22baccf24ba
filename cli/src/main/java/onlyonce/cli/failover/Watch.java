package onlyonce.cli.failover;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import onlyonce.ledger.detection.Suspected;
import onlyonce.ledger.detection.WatchListener;
import onlyonce.ledger.detection.WatchServers;
import onlyonce.ledger.detection.WatchedServer;
import onlyonce.localcluster.Cluster;
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
 *   watched --(another server is the primary by its data, and stays it)--------------> confirmed
 *   confirmed --> a term is claimed --> {@link FailOver} --> watched; the old one {@link MendShards}
 * </pre>
 *
 * <p>The second way finishes what somebody left between promoting and publishing, whether or not
 * the old primary answers. What fails is tried again, later each time and each shard for itself,
 * for as long as there is a reason. Whoever is deposed in the middle leaves the failover to whoever
 * deposed it, and looks again. A slow primary that nobody can replace is left alone, and no term is
 * claimed.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration HALF_DONE_FOR = Duration.ofSeconds(3);
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
  // By the address of the server that was replaced.
  private final Map<String, Long> halfDoneAtNanos = new HashMap<>();
  private final NextTries tries = new NextTries(System::nanoTime);
  private final MendShards mend;
  private final Thread thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
  private long refreshedAtNanos;
  private volatile boolean failingOver;

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
    this.mend = new MendShards(cluster, clientProperties, clock, map, this::isQuiet);
  }

  /**
   * Why a shard has to fail over.
   *
   * @param stands whether it still does, before anything is done to the old primary
   */
  private record Reason(String text, Predicate<ShardNow> stands) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Watch start(
      Cluster cluster, Map<String, Object> clientProperties, WatchOrders orders, Clock clock) {
    Watch begun =
        new Watch(cluster, clientProperties, orders, clock, FollowShardMap.start(clientProperties));
    begun.thread.start();
    begun.mend.start();
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
        look();
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    if (System.nanoTime() - refreshedAtNanos > REFRESH.toNanos()) {
      refreshedAtNanos = System.nanoTime();
      refresh();
    }
    for (Map.Entry<String, String> place : map.current().jdbcUrls().entrySet()) {
      Shard primary = byJdbcUrl.get(place.getValue());
      // One that is no server of this cluster is no affair of ours.
      if (primary != null && tries.isDue(place.getKey())) {
        look(primary);
      }
    }
  }

  private void look(Shard primary) throws InterruptedException {
    String shard = primary.shard();
    try {
      Optional<Reason> reason = reason(primary);
      if (reason.isPresent()) {
        LOG.warn("{}", reason.get());
        failOver(primary, reason.get());
      }
      tries.succeeded(shard);
    } catch (DeposedException e) {
      tries.failed(shard);
      LOG.warn("{}; whoever claimed it goes on", e.getMessage());
    } catch (RuntimeException | SQLException e) {
      tries.failed(shard);
      LOG.warn(
          "a failover of {} did not come to its end, and is tried again: {}",
          shard,
          e.getMessage(),
          e);
    }
  }

  private void refresh() {
    try {
      watchAll();
      findHalfDone();
    } catch (RuntimeException e) {
      LOG.warn("the cluster does not tell of its servers: {}", e.getMessage());
    }
  }

  private void watchAll() {
    for (Shard server : cluster.servers()) {
      if (byJdbcUrl.put(server.jdbcUrl(), server) == null) {
        watch.watch(new WatchedServer(server.name(), server.jdbcUrl(), server.user()));
      }
    }
  }

  /** Shards whose primary by its data is another one than the map's: somebody is at it, or was. */
  private void findHalfDone() {
    Map<String, String> named = map.current().jdbcUrls();
    Set<String> replaced =
        ShardNow.allOf(cluster.status(), named).stream()
            .filter(shard -> shard.promoted().isPresent())
            .map(shard -> shard.named().jdbcUrl())
            .collect(Collectors.toSet());
    replaced.forEach(jdbcUrl -> halfDoneAtNanos.putIfAbsent(jdbcUrl, System.nanoTime()));
    halfDoneAtNanos.keySet().retainAll(replaced);
  }

  private Optional<Reason> reason(Shard primary) {
    Optional<Suspected> suspected = watch.suspected(primary.name());
    if (suspected.isEmpty()) {
      suspectedAtNanos.remove(primary.name());
    } else if (confirmed(primary.name())) {
      return Optional.of(
          new Reason(
              "%s is taken for dead: %s".formatted(primary.name(), suspected.get()),
              _ -> watch.suspected(primary.name()).isPresent()));
    }
    Long halfDone = halfDoneAtNanos.get(primary.jdbcUrl());
    return halfDone != null && System.nanoTime() - halfDone > HALF_DONE_FOR.toNanos()
        ? Optional.of(
            new Reason(
                "%s was replaced, and the map does not say so: it is finished"
                    .formatted(primary.name()),
                now -> now.promoted().isPresent()))
        : Optional.empty();
  }

  /** A process that is seen gone is dead; one that lives may only be slow, and gets some time. */
  private boolean confirmed(String server) {
    long since = suspectedAtNanos.computeIfAbsent(server, _ -> System.nanoTime());
    return System.nanoTime() - since > orders.confirmAfter().toNanos()
        || !cluster.status().node(server).alive();
  }

  /** No failover is under way, and none of this shard's about to be. */
  private boolean isQuiet(Shard primary) {
    return !failingOver && watch.suspected(primary.name()).isEmpty();
  }

  private void failOver(Shard primary, Reason reason) throws SQLException, InterruptedException {
    failingOver = true;
    try {
      ShardNow now = ShardNow.of(cluster.status(), primary.shard(), primary.jdbcUrl());
      if (now.promoted().isEmpty() && now.lives(primary)) {
        // Whoever claims a term deposes others; not for nothing.
        var _ = Candidate.enough(primary.shard(), now.answers(), now.neededAnswers());
      }
      failOverUnderATerm(primary, reason);
    } finally {
      failingOver = false;
    }
  }

  private void failOverUnderATerm(Shard primary, Reason reason)
      throws SQLException, InterruptedException {
    String shard = primary.shard();
    try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
      // What was seen before the term began may be done by now: its successor is not to be killed.
      if (!primary.jdbcUrl().equals(term.map().jdbcUrls().get(shard))
          || !reason
              .stands()
              .test(ShardNow.of(cluster.under(term.number()).status(), shard, primary.jdbcUrl()))) {
        LOG.info("{} is replaced already, or answers again", primary.name());
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
    mend.close();
    watch.close();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    map.close();
  }
}
