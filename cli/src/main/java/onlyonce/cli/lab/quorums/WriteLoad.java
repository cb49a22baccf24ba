package onlyonce.cli.lab.quorums;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.messages.Version;
import org.jspecify.annotations.Nullable;

/**
 * Payments through Kafka between hot accounts, so many under way at once, and what was heard of
 * each. A payment makes a new version of both of its accounts.
 */
final class WriteLoad implements AutoCloseable {
  private static final Duration ALL_HEARD = Duration.ofSeconds(60);

  private final LedgerClient client;
  private final HotAccounts accounts;
  private final int underWay;
  private final Semaphore room;
  private final SplittableRandom random;
  private final Queue<Acknowledged> heard = new ConcurrentLinkedQueue<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("write-load").daemon().unstarted(this::run);
  private volatile boolean running = true;
  private volatile @Nullable String failure;

  private WriteLoad(LedgerClient client, HotAccounts accounts, int underWay, long seed) {
    this.client = client;
    this.accounts = accounts;
    this.underWay = underWay;
    this.room = new Semaphore(underWay);
    this.random = new SplittableRandom(seed);
  }

  static WriteLoad start(LedgerClient client, HotAccounts accounts, int underWay, long seed) {
    WriteLoad load = new WriteLoad(client, accounts, underWay, seed);
    load.thread.start();
    return load;
  }

  private void run() {
    try {
      while (running) {
        room.acquire();
        HotAccounts.Pair pair = accounts.anyPair(random);
        var _ =
            client
                .post(pair.from(), pair.to(), 1)
                .whenComplete((answer, thrown) -> hear(pair, answer, thrown));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(
      HotAccounts.Pair pair, LedgerClient.@Nullable Answer answer, @Nullable Throwable thrown) {
    if (answer == null || !answer.label().equals("Completed")) {
      failure =
          "a payment from %s to %s came to %s"
              .formatted(
                  pair.from(), pair.to(), answer == null ? String.valueOf(thrown) : answer.label());
    } else {
      long version =
          answer.versions().stream().mapToLong(Version::nextOffset).findFirst().orElse(0);
      heard.add(new Acknowledged(pair.from(), version, answer.nanos()));
      heard.add(new Acknowledged(pair.to(), version, answer.nanos()));
      acknowledged.incrementAndGet();
    }
    room.release();
  }

  /** Payments that were acknowledged so far. */
  long acknowledged() {
    return acknowledged.get();
  }

  /**
   * Sends no more, waits for the last outcomes and gives all that were heard.
   *
   * @throws IllegalStateException when one is still not heard, or one was refused
   */
  List<Acknowledged> end() throws InterruptedException {
    running = false;
    boolean all = room.tryAcquire(underWay, ALL_HEARD.toSeconds(), TimeUnit.SECONDS);
    String failed = failure;
    if (failed != null) {
      throw new IllegalStateException(failed);
    }
    if (!all) {
      throw new IllegalStateException(
          "%d payments were sent and nothing was heard of them for %d s"
              .formatted(underWay - room.availablePermits(), ALL_HEARD.toSeconds()));
    }
    return new ArrayList<>(heard);
  }

  @Override
  public void close() {
    running = false;
    thread.interrupt();
  }
}
