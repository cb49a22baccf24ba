package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
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
 * The transaction, step by step, each mechanism with its control: switched off by hand in the
 * database, the same steps go wrong. Each test has a ledger partition of its own.
 */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplySlicesIT {
  private static final int PARTITIONS = 16;
  private static final CounterHandler HANDLER = new CounterHandler("outcomes");

  private final AtomicInteger used = new AtomicInteger();
  private CounterShards shards;
  private int partition;
  private String key = "";
  private LogBuilder log = new LogBuilder(0);

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), PARTITIONS);
  }

  @BeforeEach
  void takeAnotherPartition() {
    partition = used.getAndIncrement();
    key = "k" + partition;
    log = new LogBuilder(partition);
  }

  private Driver driver(String name) {
    return new Driver(shards, partition, name, HANDLER);
  }

  private CounterShards.Total total() throws SQLException {
    return shards.totals(key).getOrDefault(key, new CounterShards.Total(0, 0));
  }

  /** Three commands of 1, the last one a repeat of the first, and a marker. */
  private Slice slice(TakeOver.Taken taken) {
    UUID first = id(Duration.ZERO, 1);
    if (log.end() == 0) {
      log.count(first, key, 1).count(id(Duration.ZERO, 2), key, 1).count(first, key, 1).marker();
    }
    return log.slice(taken.progress(), log.end());
  }

  @Test
  void run_aSlice_leavesEverythingTogether() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      ApplySlices.Applied applied = one.apply(taken, slice(taken));
      assertThat(applied.due(partition)).hasSize(2);
      assertThat(applied.again()).hasSize(1);
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(shards.progress(partition).nextOffset()).isEqualTo(4);
    assertThat(
            shards.rows(
                partition,
                "SELECT log_offset, convert_from(outcome, 'UTF8') FROM engine.processed"
                    + " WHERE ledger_partition = %d ORDER BY 1".formatted(partition)))
        .containsExactly("0 %s=1 at 0".formatted(key), "1 %s=2 at 1".formatted(key));
  }

  @Test
  void run_redelivered_isRefusedByTheOffset() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      one.apply(taken, slice(taken));
      assertThatThrownBy(() -> one.apply(taken, slice(taken)))
          .isInstanceOf(OwnershipLostException.class);
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  @Test
  void run_redeliveredWithoutTheOffsetCheck_isCoveredByDedup() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      one.apply(taken, slice(taken));
      setProgressBack();
      ApplySlices.Applied again = one.apply(taken, slice(taken));
      assertThat(again.dueByPartition()).isEmpty();
      assertThat(again.again()).hasSize(3);
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  /** The control: without offset check and dedup the same slice counts twice. */
  @Test
  void run_redeliveredWithoutOffsetCheckAndDedup_doubles() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      one.apply(taken, slice(taken));
      setProgressBack();
      shards.execute(
          partition,
          "SET session_replication_role = replica;"
              + "DELETE FROM engine.processed WHERE ledger_partition = "
              + partition);
      one.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(4, 4));
  }

  private void setProgressBack() throws SQLException {
    shards.execute(
        partition,
        "UPDATE engine.progress SET next_offset = 0 WHERE ledger_partition = " + partition);
  }

  @Test
  void run_afterASecondTakeover_isRefusedByTheToken() throws Exception {
    try (Driver former = driver("former");
        Driver present = driver("present")) {
      TakeOver.Taken stale = former.takeOver(partition).getFirst();
      TakeOver.Taken taken = present.takeOver(partition).getFirst();
      assertThatThrownBy(() -> former.apply(stale, slice(stale)))
          .isInstanceOf(OwnershipLostException.class)
          .hasMessageContaining("ledger partition %d at offset 0".formatted(partition));
      assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
      present.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  /** The control: with the present owner's token the former one's commit goes through. */
  @Test
  void run_afterASecondTakeoverWithItsToken_goesThrough() throws Exception {
    try (Driver former = driver("former");
        Driver present = driver("present")) {
      former.takeOver(partition);
      TakeOver.Taken taken = present.takeOver(partition).getFirst();
      former.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  @Test
  void run_frozenPartition_isRefusedAndNotTakenOver() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      shards.execute(
          partition,
          "UPDATE engine.progress SET frozen = true WHERE ledger_partition = " + partition);
      assertThatThrownBy(() -> one.apply(taken, slice(taken)))
          .isInstanceOf(OwnershipLostException.class);
      assertThat(one.takeOver(partition)).isEmpty();
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
  }

  @Test
  void takeOver_movedToALaterEpoch_leavesItAlone() throws Exception {
    shards.execute(
        partition,
        "UPDATE engine.progress SET map_epoch = 2 WHERE ledger_partition = " + partition);
    try (Driver late = driver("late");
        Driver informed = new Driver(shards, partition, "informed", HANDLER, 2)) {
      assertThat(late.takeOver(partition)).isEmpty();
      assertThat(informed.takeOver(partition)).hasSize(1);
    }
  }

  @Test
  void run_backendKilledBeforeTheCommit_leavesNothing() throws Exception {
    try (Driver dying = new Driver(shards, partition, "dying", new Crashing(HANDLER, null))) {
      TakeOver.Taken taken = dying.takeOver(partition).getFirst();
      assertThatThrownBy(() -> dying.apply(taken, slice(taken))).isInstanceOf(SQLException.class);
      assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
      assertThat(shards.progress(partition).nextOffset()).isZero();
    }
    try (Driver next = driver("next")) {
      TakeOver.Taken taken = next.takeOver(partition).getFirst();
      next.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }

  /** The control: effects that are outside the transaction survive the crash, and come twice. */
  @Test
  void run_backendKilledWithEffectsOutsideTheTransaction_doubles() throws Exception {
    try (Connection elsewhere = shards.connectAs(partition, CounterShards.APPLY);
        Driver dying = new Driver(shards, partition, "dying", new Crashing(HANDLER, elsewhere))) {
      TakeOver.Taken taken = dying.takeOver(partition).getFirst();
      assertThatThrownBy(() -> dying.apply(taken, slice(taken))).isInstanceOf(SQLException.class);
    }
    try (Driver next = driver("next")) {
      TakeOver.Taken taken = next.takeOver(partition).getFirst();
      next.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(4, 4));
  }

  /** The control: an offset that moves before the effects, and a death in between. */
  @Test
  void run_offsetMovedBeforeTheEffects_loses() throws Exception {
    try (Driver dying = driver("dying")) {
      TakeOver.Taken taken = dying.takeOver(partition).getFirst();
      Slice whole = slice(taken);
      dying.apply(taken, new Slice(whole.from(), whole.end(), List.of()));
    }
    try (Driver next = driver("next")) {
      TakeOver.Taken taken = next.takeOver(partition).getFirst();
      next.apply(taken, slice(taken));
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
  }

  /** On tables without statistics, as they are at first and for each new day. */
  @Test
  void lookUp_ofManyIds_isPlannedByTheKey() throws Exception {
    try (Driver one = driver("one");
        Statement statement = one.session().connection().createStatement()) {
      statement.execute(
          """
          PREPARE look_up (int[], uuid[]) AS SELECT outcome FROM engine.processed
          JOIN unnest($1, $2) AS asked (ledger_partition, id) USING (ledger_partition, id)
          """);
      List<String> plan = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              """
              EXPLAIN EXECUTE look_up (
                array_fill(1, '{5000}'), array_fill(uuidv7(), '{5000}'))
              """)) {
        while (row.next()) {
          plan.add(row.getString(1));
        }
      }
      assertThat(plan).anyMatch(line -> line.contains("Nested Loop"));
      assertThat(plan).noneMatch(line -> line.contains("Seq Scan") || line.contains("Hash"));
    }
  }

  @Test
  void run_withAcknowledgements_notesThePublishedOffset() throws Exception {
    try (Driver one = driver("one")) {
      TakeOver.Taken taken = one.takeOver(partition).getFirst();
      PublishedPrefix published = new PublishedPrefix(0);
      one.apply(taken, slice(taken), published);
      Progress to = new Progress(partition, 4, 0, taken.progress().clock());
      assertThat(shards.progress(partition).publishedOffset()).isZero();
      published.acknowledged(published.sending(0, 1));
      PublishedPrefix.Pending second = published.sending(1, 1);
      published.committedTo(4);
      one.apply(taken, new Slice(to, 4, List.of()), published);
      assertThat(shards.progress(partition).publishedOffset()).isEqualTo(1);
      published.acknowledged(second);
      one.apply(taken, new Slice(to, 4, List.of()), published);
      assertThat(shards.progress(partition).publishedOffset()).isEqualTo(4);
    }
  }
}
