package onlyonce.cli.lab.quorums;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.cli.lab.Site;
import onlyonce.ledger.LedgerSchema;
import onlyonce.ledger.read.Replica;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Shard;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;

/**
 * Reads hot accounts of one replicated shard while payments between them are acknowledged and its
 * replicas are hurt, and checks the recorded history. Readers of several kinds, whose read quorums
 * differ, see the same history.
 */
final class MeasureReads {
  private static final int ACCOUNTS_EACH = 4;
  private static final long OPENING_MINOR = 1_000_000_000;
  private static final long ANSWER_SECONDS = 60;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Load load;
  private final Site.Display display;

  MeasureReads(Load load, Site.Display display) {
    this.load = load;
    this.display = display;
  }

  /**
   * @param cluster with one shard and running processors, replicated as the write quorum says
   * @param kinds one for each kind of readers; they differ in the read quorum only
   */
  List<Measured> of(
      Cluster cluster, Partitioning partitioning, LedgerClient client, List<Quorums> kinds)
      throws SQLException, InterruptedException {
    HotAccounts accounts = HotAccounts.named("quorum", partitioning, ACCOUNTS_EACH);
    open(client, accounts);
    List<ReadLoad> readers = new ArrayList<>();
    long start = System.nanoTime();
    try (WatchReplicas watch = WatchReplicas.start(cluster.servers());
        WriteLoad writes = WriteLoad.start(client, accounts, load.underWay(), load.seed())) {
      for (Quorums kind : kinds) {
        readers.add(
            ReadLoad.start(
                kind, replicas(cluster), accounts, load.readers(), load.seed() + kind.read()));
      }
      Course course = new Course(readers, writes, kinds.getFirst().write() > 1);
      List<Inflicted> faults = new InflictFaults(cluster, watch, course).run();
      course.finish();
      List<ReadLoad.Recorded> recorded = new ArrayList<>();
      for (ReadLoad reader : readers) {
        recorded.add(reader.end());
      }
      long end = System.nanoTime();
      List<Acknowledged> acknowledged = writes.end();
      Measured.Run run = run(start, end, acknowledged, faults);
      List<Measured> measured = new ArrayList<>();
      for (int i = 0; i < kinds.size(); i++) {
        measured.add(measured(kinds.get(i), acknowledged, recorded.get(i), run));
      }
      return measured;
    } finally {
      readers.forEach(ReadLoad::close);
    }
  }

  private static void open(LedgerClient client, HotAccounts accounts) throws InterruptedException {
    List<CompletableFuture<LedgerClient.Answer>> opened = new ArrayList<>();
    for (AccountId account : accounts.all()) {
      opened.add(client.open(account, OPENING_MINOR));
    }
    for (CompletableFuture<LedgerClient.Answer> answer : opened) {
      try {
        String label = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS).label();
        if (!label.equals("Applied")) {
          throw new IllegalStateException("an account was to be opened: " + label);
        }
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("nothing was heard of an Open", e);
      }
    }
  }

  private static List<Replica> replicas(Cluster cluster) {
    return cluster.servers().stream()
        .map(
            server ->
                new Replica(
                    server.name(),
                    server.role().equals(Shard.PRIMARY)
                        ? Replica.Role.PRIMARY
                        : Replica.Role.STANDBY,
                    server.jdbcUrl(),
                    LedgerSchema.AUDIT_ROLE))
        .toList();
  }

  private static Measured.Run run(
      long start, long end, List<Acknowledged> acknowledged, List<Inflicted> faults) {
    // Each payment is heard of for two accounts, at one moment.
    List<Long> moments =
        acknowledged.stream().map(Acknowledged::nanos).sorted().distinct().toList();
    long before = start;
    long longest = 0;
    for (long moment : moments) {
      if (moment <= end) {
        longest = Math.max(longest, moment - before);
        before = moment;
      }
    }
    return new Measured.Run(
        start,
        end,
        acknowledged.stream().filter(write -> write.nanos() <= end).count() / 2,
        moments,
        longest / 1e6,
        faults);
  }

  private Measured measured(
      Quorums kind, List<Acknowledged> acknowledged, ReadLoad.Recorded recorded, Measured.Run run) {
    double[] millis = recorded.seen().stream().mapToDouble(Seen::millis).sorted().toArray();
    Measured.Pace pace =
        new Measured.Pace(
            millis.length == 0 ? 0 : millis[millis.length / 2],
            millis.length == 0 ? 0 : millis[millis.length - 1],
            recorded.unanswered());
    return new Measured(
        kind, load.reads(), CheckReads.of(acknowledged, recorded.seen()), pace, run);
  }

  /** The slowest kind of readers sets the pace. */
  private final class Course implements InflictFaults.Course {
    private static final Duration MOST = Duration.ofMinutes(5);

    private final List<ReadLoad> readers;
    private final WriteLoad writes;
    private final boolean commitsWait;

    Course(List<ReadLoad> readers, WriteLoad writes, boolean commitsWait) {
      this.readers = readers;
      this.writes = writes;
      this.commitsWait = commitsWait;
    }

    @Override
    public void until(double share) throws InterruptedException {
      until(share, load.phase());
    }

    void finish() throws InterruptedException {
      until(1, MOST);
    }

    private void until(double share, Duration atMost) throws InterruptedException {
      long deadline = System.nanoTime() + atMost.toNanos();
      while (done() < share * load.reads() && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    }

    private long done() {
      long done = readers.stream().mapToLong(ReadLoad::answered).min().orElse(0);
      display.step(
          "reading, %,d payments acknowledged".formatted(writes.acknowledged()),
          Math.min(done, load.reads()),
          load.reads());
      return done;
    }

    @Override
    public void linger() throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(load.linger().toNanos());
    }

    @Override
    public long acknowledged() {
      return writes.acknowledged();
    }

    @Override
    public boolean commitsWait() {
      return commitsWait;
    }
  }
}
