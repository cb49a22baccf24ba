package onlyonce.ledger.detection;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches servers: a probe for each on a thread of its own, and one thread that judges them all and
 * tells a listener. A probe that gets no answer holds up neither the judge nor the other probes.
 * Every suspicion is logged with what it is based on, and so is its end.
 *
 * <p>What is promised is what a detector can give: a server that has failed is suspected at last
 * and from then on (completeness); one that is suspected may be alive (accuracy is a matter of
 * settings and luck). Time during which the watch itself did not run counts for no more than five
 * intervals.
 */
public final class WatchServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchServers.class);
  private static final int GAP_INTERVALS = 5;
  private static final int LOOKS_AN_INTERVAL = 10;
  private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final WatchSettings settings;
  private final WatchListener listener;
  private final InstantSource clock;
  private final AwakeTime awake;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final Thread judge;

  private WatchServers(WatchSettings settings, WatchListener listener, InstantSource clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.awake = new AwakeTime(GAP_INTERVALS * settings.interval().toNanos(), System.nanoTime());
    this.judge =
        Thread.ofPlatform()
            .name("watch-servers")
            .daemon()
            .uncaughtExceptionHandler(WatchServers::failed)
            .unstarted(this::judge);
  }

  /** Begins to watch, nobody at first. */
  public static WatchServers start(
      WatchSettings settings, WatchListener listener, InstantSource clock) {
    WatchServers watch = new WatchServers(settings, listener, clock);
    watch.judge.start();
    return watch;
  }

  /**
   * Watches one server more.
   *
   * @throws IllegalStateException when one of that name is watched already
   */
  public void watch(WatchedServer server) {
    Watched watched =
        new Watched(server.name(), settings.detector().begin(awake.at(System.nanoTime())), clock);
    Thread probe =
        Thread.ofVirtual()
            .name("heartbeat-" + server.name())
            .uncaughtExceptionHandler(WatchServers::failed)
            .unstarted(
                new ProbeServer(
                    server,
                    settings,
                    nanos -> {
                      watched.heartbeat(awake.at(nanos));
                      listener.heartbeat(server.name(), nanos);
                    }));
    if (watches.putIfAbsent(server.name(), new Watch(watched, probe)) != null) {
      throw new IllegalStateException(server.name() + " is watched already: forget it first");
    }
    probe.start();
  }

  /** Watches it no longer; nothing more is told of it. One that is not watched is no error. */
  public void forget(String server) {
    Watch watch = watches.remove(server);
    if (watch != null) {
      watch.probe().interrupt();
    }
  }

  /** The suspicion under which a server stands now; none of one that is not watched. */
  public Optional<Suspected> suspected(String server) {
    Watch watch = watches.get(server);
    return watch == null ? Optional.empty() : watch.watched().suspected();
  }

  private void judge() {
    long look = Math.max(SHORTEST_LOOK_NANOS, settings.interval().toNanos() / LOOKS_AN_INTERVAL);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.NANOSECONDS.sleep(look);
        for (Map.Entry<String, Watch> entry : watches.entrySet()) {
          entry
              .getValue()
              .watched()
              .look(awake.at(System.nanoTime()))
              .filter(_ -> watches.get(entry.getKey()) == entry.getValue())
              .ifPresent(this::tell);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Watched.News news) {
    try {
      switch (news) {
        case Watched.News.Begun(Suspected suspected) -> {
          LOG.warn("{}", suspected);
          listener.suspected(suspected);
        }
        case Watched.News.Withdrawn(Suspected suspected, Duration lasted) -> {
          LOG.info(
              "{} answers again: the suspicion is withdrawn after {} ms",
              suspected.server(),
              lasted.toMillis());
          listener.withdrawn(suspected, lasted);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("a listener failed over {}; the watch goes on", news, e);
    }
  }

  private static void failed(Thread thread, Throwable e) {
    LOG.error("{} failed", thread.getName(), e);
  }

  /** Ends all threads; nothing is told afterwards. Not for the listener to call. */
  @Override
  public void close() {
    judge.interrupt();
    watches.values().forEach(watch -> watch.probe().interrupt());
    try {
      judge.join(CLOSED_WITHIN);
      for (Watch watch : watches.values()) {
        watch.probe().join(CLOSED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Watch(Watched watched, Thread probe) {}
}
