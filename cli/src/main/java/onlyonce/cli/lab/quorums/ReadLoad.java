package onlyonce.cli.lab.quorums;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import onlyonce.ledger.read.Answer;
import onlyonce.ledger.read.Consistency;
import onlyonce.ledger.read.Label;
import onlyonce.ledger.read.NotAnsweredException;
import onlyonce.ledger.read.ReadAccount;
import onlyonce.ledger.read.ReadSettings;
import onlyonce.ledger.read.Replica;
import onlyonce.localcluster.Quorums;
import onlyonce.messages.AccountId;

/** Readers of one kind, each of which reads one hot account after the other. */
final class ReadLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Quorums quorums;
  private final List<Replica> replicas;
  private final HotAccounts accounts;
  private final ExecutorService threads;
  private final List<Future<Recorded>> readers = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean running = true;

  /**
   * All that was read.
   *
   * @param unanswered reads to which too few replicas answered
   */
  record Recorded(List<Seen> seen, long unanswered) {}

  private ReadLoad(Quorums quorums, List<Replica> replicas, HotAccounts accounts, int readers) {
    this.quorums = quorums;
    this.replicas = replicas;
    this.accounts = accounts;
    this.threads =
        Executors.newFixedThreadPool(
            readers, Thread.ofPlatform().name("read-load-", 1).daemon().factory());
  }

  /**
   * @param readers that read at once
   * @param seed of what they read, and whom they ask
   */
  static ReadLoad start(
      Quorums quorums, List<Replica> replicas, HotAccounts accounts, int readers, long seed) {
    ReadLoad load = new ReadLoad(quorums, replicas, accounts, readers);
    for (int i = 0; i < readers; i++) {
      Random random = new Random(seed + i);
      Callable<Recorded> reader = () -> load.read(random);
      load.readers.add(load.threads.submit(reader));
    }
    return load;
  }

  /** As the command line labels them, for commits that wait as the write quorum says. */
  private ReadSettings settings() {
    Label confirmed = quorums.intersect() ? Label.ATOMIC : Label.UNSAFE;
    return new ReadSettings(quorums.write(), quorums.read(), confirmed, PATIENCE, PATIENCE);
  }

  private Recorded read(Random random) throws InterruptedException {
    List<Seen> seen = new ArrayList<>();
    long unanswered = 0;
    try (ReadAccount read = new ReadAccount(replicas, settings(), random)) {
      while (running) {
        int partition = accounts.anyPartition(random);
        AccountId account = accounts.any(partition, random);
        long start = System.nanoTime();
        try {
          Answer answer = read.read(partition, account, new Consistency.Quorum());
          seen.add(
              new Seen(
                  account,
                  answer.version().nextOffset(),
                  answer.label(),
                  start,
                  System.nanoTime()));
          answered.incrementAndGet();
        } catch (NotAnsweredException e) {
          unanswered++;
        }
      }
    }
    return new Recorded(seen, unanswered);
  }

  Quorums quorums() {
    return quorums;
  }

  /**
   * Reads that were answered so far.
   *
   * @throws IllegalStateException when a reader has failed
   */
  long answered() {
    for (Future<Recorded> reader : readers) {
      if (reader.state() == Future.State.FAILED) {
        throw new IllegalStateException("a reader failed", reader.exceptionNow());
      }
    }
    return answered.get();
  }

  /** Reads no more and gives all that was read. */
  Recorded end() throws InterruptedException {
    running = false;
    List<Seen> seen = new ArrayList<>();
    long unanswered = 0;
    for (Future<Recorded> reader : readers) {
      try {
        Recorded recorded = reader.get();
        seen.addAll(recorded.seen());
        unanswered += recorded.unanswered();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a reader failed", e.getCause());
      }
    }
    return new Recorded(Collections.unmodifiableList(seen), unanswered);
  }

  @Override
  public void close() {
    running = false;
    threads.shutdownNow();
  }
}
