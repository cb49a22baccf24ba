package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import onlyonce.localcluster.Shard;

/**
 * Sites under one policy, each with its own database. Everyone accepts writes, always, and sends
 * them through its own partition of one topic, which must be new.
 */
final class Group implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 2;

  private final Setup setup;
  private final List<String> sites;
  private final Links links = new Links();
  private final Map<String, AtomicLong> written = new ConcurrentHashMap<>();
  private final Map<Links.Link, Long> heard = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Void>> work = new ArrayList<>();
  private volatile boolean over;

  /**
   * What a group is made of.
   *
   * @param databases of each site
   * @param clocks of each site
   * @param kafka clients' properties
   * @param topic with a partition for each site
   */
  record Setup(
      Policy policy,
      SortedMap<String, Shard> databases,
      SortedMap<String, InstantSource> clocks,
      Map<String, Object> kafka,
      String topic) {
    Setup {
      databases = new TreeMap<>(databases);
      clocks = new TreeMap<>(clocks);
      kafka = Map.copyOf(kafka);
    }
  }

  private Group(Setup setup) {
    this.setup = setup;
    this.sites = List.copyOf(setup.databases().keySet());
    sites.forEach(site -> written.put(site, new AtomicLong()));
  }

  /** Every site begins to send and to hear. */
  static Group start(Setup setup) {
    Group group = new Group(setup);
    for (String site : group.sites) {
      List<Callable<Void>> parts =
          List.of(new PublishWrites(group, site), new HearWrites(group, site));
      parts.forEach(part -> group.work.add(group.threads.submit(part)));
    }
    return group;
  }

  /** A client of one site. */
  SiteClient client(String site) throws SQLException {
    return new SiteClient(this, site);
  }

  Links links() {
    return links;
  }

  List<String> sites() {
    return sites;
  }

  /**
   * Waits until one site has heard all that another one has accepted so far.
   *
   * @throws IllegalStateException when it does not in time, or when a site's work failed
   */
  void awaitHeard(String from, String to) throws InterruptedException {
    long target = written(from).get();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (heard.getOrDefault(new Links.Link(from, to), 0L) < target) {
      failIfOver();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s did not hear the %d writes of %s within %d s"
                .formatted(to, target, from, PATIENCE.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Waits until every site has heard all that any of them has accepted so far. */
  void awaitAllHeard() throws InterruptedException {
    for (String from : sites) {
      for (String to : sites) {
        if (!from.equals(to)) {
          awaitHeard(from, to);
        }
      }
    }
  }

  private void failIfOver() throws InterruptedException {
    for (Future<Void> part : work) {
      if (part.isDone()) {
        try {
          part.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a site's exchange failed", e.getCause());
        }
      }
    }
  }

  Policy policy() {
    return setup.policy();
  }

  Shard database(String site) {
    return of(setup.databases(), site);
  }

  InstantSource clock(String site) {
    return of(setup.clocks(), site);
  }

  Map<String, Object> kafka() {
    return setup.kafka();
  }

  String topic() {
    return setup.topic();
  }

  int partition(String site) {
    return sites.indexOf(site);
  }

  boolean isOver() {
    return over;
  }

  /** A new topic has one record for each write, so a count of writes is an offset. */
  AtomicLong written(String site) {
    return of(written, site);
  }

  void heard(String from, String to, long nextOffset) {
    heard.put(new Links.Link(from, to), nextOffset);
  }

  private static <T> T of(Map<String, T> all, String site) {
    T one = all.get(site);
    if (one == null) {
      throw new IllegalArgumentException("no site " + site + " among " + all.keySet());
    }
    return one;
  }

  @Override
  public void close() {
    over = true;
    threads.close();
  }
}
