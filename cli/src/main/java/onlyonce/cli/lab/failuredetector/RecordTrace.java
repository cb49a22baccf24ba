package onlyonce.cli.lab.failuredetector;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import onlyonce.cli.lab.Site;
import onlyonce.ledger.detection.Suspected;
import onlyonce.ledger.detection.WatchListener;
import onlyonce.ledger.detection.WatchServers;
import onlyonce.ledger.detection.WatchSettings;
import onlyonce.ledger.detection.WatchedServer;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.Shard;

/** Watches a cluster's databases under load while each of them bears its schedule. */
final class RecordTrace {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
  private static final int HEARTBEATS_FIRST = 50;
  private static final long LOOK_MILLIS = 20;

  private final LocalCluster cluster;
  private final WatchSettings settings;
  private final Site site;
  private final Map<String, Queue<Long>> heartbeats = new ConcurrentHashMap<>();

  RecordTrace(LocalCluster cluster, WatchSettings settings, Site site) {
    this.cluster = cluster;
    this.settings = settings;
    this.site = site;
  }

  /**
   * @param load so many transactions the servers did meanwhile
   */
  record Recorded(Trace trace, long load) {}

  /**
   * Records.
   *
   * @param plan of each server
   * @throws IllegalStateException when a server never answers, or could not be injured
   */
  Recorded run(RandomGenerator random, Plan plan) throws SQLException, InterruptedException {
    List<Shard> servers = cluster.shards();
    try (WatchServers watch = WatchServers.start(settings, new Recorder(), site.clock());
        Load load = Load.on(servers)) {
      for (Shard server : servers) {
        heartbeats.put(server.name(), new ConcurrentLinkedQueue<>());
        watch.watch(new WatchedServer(server.name(), server.jdbcUrl(), server.user()));
      }
      awaitHeartbeats();
      long from = System.nanoTime();
      List<Injury> injuries = injure(servers, random, plan);
      return new Recorded(
          new Trace(from, System.nanoTime(), since(from), injuries), load.transactions());
    }
  }

  /** What every server has to bear: dead and paused for so long, in an order that is drawn. */
  record Plan(List<Duration> deaths, List<Duration> pauses) {
    int size() {
      return deaths.size() + pauses.size();
    }
  }

  private void awaitHeartbeats() throws InterruptedException {
    long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
    while (heartbeats.values().stream().anyMatch(times -> times.size() < HEARTBEATS_FIRST)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a database did not answer %d times within %d s"
                .formatted(HEARTBEATS_FIRST, ANSWERED_WITHIN.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private List<Injury> injure(List<Shard> servers, RandomGenerator random, Plan plan)
      throws InterruptedException {
    int total = servers.size() * plan.size();
    Queue<Injury> done = new ConcurrentLinkedQueue<>();
    Consumer<Injury> tell =
        injury -> {
          done.add(injury);
          site.display().step("killing and pausing databases under load", done.size(), total);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Inflict> work = new ArrayList<>();
      for (Shard server : servers) {
        Schedule schedule = Schedule.drawn(plan.deaths(), plan.pauses(), random);
        work.add(new Inflict(cluster, server.name(), schedule, tell));
      }
      List<Injury> injuries = new ArrayList<>();
      for (Future<List<Injury>> one : threads.invokeAll(work)) {
        injuries.addAll(one.get());
      }
      return injuries;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a database could not be killed or paused", e.getCause());
    }
  }

  private SortedMap<String, List<Long>> since(long nanos) {
    SortedMap<String, List<Long>> recorded = new TreeMap<>();
    heartbeats.forEach(
        (server, times) ->
            recorded.put(server, times.stream().filter(time -> time >= nanos).toList()));
    return recorded;
  }

  /** Hears heartbeats; what the watch itself suspects is of no interest here. */
  private final class Recorder implements WatchListener {
    @Override
    public void suspected(Suspected suspected) {}

    @Override
    public void withdrawn(Suspected suspected, Duration lasted) {}

    @Override
    public void heartbeat(String server, long nanos) {
      Queue<Long> times = heartbeats.get(server);
      if (times != null) {
        times.add(nanos);
      }
    }
  }
}
