package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One id in two records, wherever the border of a poll or of an ownership falls between them; and
 * for each the same steps without memory, where it counts twice. Each test has a ledger partition
 * of its own.
 */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepeatsIT {
  private static final UUID ID = id(Duration.ZERO, 1);
  private static final CounterHandler HANDLER = new CounterHandler("outcomes");

  private final AtomicInteger used = new AtomicInteger();
  private CounterShards shards;
  private int partition;
  private String key = "";
  private LogBuilder log = new LogBuilder(0);

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), 12);
  }

  @BeforeEach
  void takeAnotherPartition() {
    partition = used.getAndIncrement();
    key = "k" + partition;
    log = new LogBuilder(partition);
  }

  private CounterShards.Total total() throws SQLException {
    return shards.totals(key).getOrDefault(key, new CounterShards.Total(0, 0));
  }

  /** What a new owner reads, up to the log's present end. */
  private void pollAsANewOwner() throws Exception {
    try (Driver owner = new Driver(shards, partition, "owner", HANDLER)) {
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      owner.apply(taken, log.slice(taken.progress(), log.end()));
    }
  }

  private List<String> refusals() throws SQLException {
    return shards.rows(
        partition,
        "SELECT log_offset, reason FROM engine.refused WHERE ledger_partition = " + partition);
  }

  private String storedOutcome() throws SQLException {
    return shards
        .rows(
            partition,
            "SELECT convert_from(outcome, 'UTF8') FROM engine.processed WHERE ledger_partition = "
                + partition)
        .getFirst();
  }

  @Test
  void sameId_inOnePoll_countsOnce() throws Exception {
    log.count(ID, key, 1).count(ID, key, 1);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
    assertThat(shards.progress(partition).nextOffset()).isEqualTo(2);
  }

  /** The control: both handed to the handler as if they were new. */
  @Test
  void sameId_inOnePollWithoutDedup_doubles() throws Exception {
    Count one = new Count(key, 1);
    try (Connection transaction = shards.connectAs(partition, CounterShards.APPLY)) {
      HANDLER.apply(
          transaction,
          List.of(
              new NewCommand<>(partition, 0, ID, one), new NewCommand<>(partition, 1, ID, one)));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  private void pollTwice(Between between) throws Exception {
    try (Driver owner = new Driver(shards, partition, "owner", HANDLER)) {
      log.count(ID, key, 1);
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      owner.apply(taken, log.slice(taken.progress(), 1));
      Progress after = new Progress(partition, 1, 0, taken.progress().clock());
      log.count(ID, key, 1);
      between.happens();
      owner.apply(taken, log.slice(after, 2));
    }
  }

  private interface Between {
    void happens() throws SQLException;
  }

  @Test
  void sameId_inTwoPolls_countsOnce() throws Exception {
    pollTwice(() -> {});
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
  }

  /** The control. */
  @Test
  void sameId_inTwoPollsWithoutMemory_doubles() throws Exception {
    pollTwice(() -> shards.forgetIds(partition));
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  @Test
  void sameId_acrossATakeover_countsOnceAndKeepsItsOutcome() throws Exception {
    log.count(ID, key, 1);
    pollAsANewOwner();
    String outcome = storedOutcome();
    log.count(ID, key, 1);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
    assertThat(storedOutcome()).isEqualTo(outcome).isEqualTo(key + "=1 at 0");
  }

  /** The control, of the replayed outcome too: judged anew, it comes to something else. */
  @Test
  void sameId_acrossATakeoverWithoutMemory_doublesAndHasAnotherOutcome() throws Exception {
    log.count(ID, key, 1);
    pollAsANewOwner();
    shards.forgetIds(partition);
    log.count(ID, key, 1);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(storedOutcome()).isEqualTo(key + "=2 at 1");
  }

  @Test
  void sameId_otherPayload_isRefusedByName() throws Exception {
    log.count(ID, key, 1);
    pollAsANewOwner();
    log.count(ID, key, 2);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
    assertThat(refusals()).containsExactly("1 ConflictsWithEarlier");
  }

  /** The control. */
  @Test
  void sameId_otherPayloadWithoutMemory_isCountedToo() throws Exception {
    log.count(ID, key, 1);
    pollAsANewOwner();
    shards.forgetIds(partition);
    log.count(ID, key, 2);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(3, 2));
    assertThat(refusals()).isEmpty();
  }

  /** Its sign bit is set: what orders ids must not take it for the smallest of all. */
  @Test
  void sameId_besideOneFromTheFarFuture_countsOnce() throws Exception {
    log.count(new UUID(0xffff_ffff_ffff_7000L, 1L << 63), "far", 1).count(ID, key, 1);
    pollAsANewOwner();
    log.count(ID, key, 1);
    pollAsANewOwner();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
  }
}
