package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The days of {@code engine.processed}, made ahead and dropped behind. */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeepDaysIT {
  private static final CounterHandler HANDLER = new CounterHandler("outcomes");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicInteger used = new AtomicInteger();
  private CounterShards shards;
  private int partition;

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), 8);
  }

  @BeforeEach
  void takeAnotherPartition() {
    partition = used.getAndIncrement();
  }

  private List<String> days() throws SQLException {
    return shards.rows(
        partition,
        """
        SELECT right(c.relname, 8) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
        WHERE inhparent = 'engine.processed_p%d'::regclass AND c.relname ~ '_[0-9]{8}$' ORDER BY 1
        """
            .formatted(partition));
  }

  private String keepDays(int daysAfterStart) throws SQLException {
    return shards
        .rows(
            partition,
            "SELECT made, dropped FROM engine.keep_days(%d, (to_timestamp(%d) AT TIME ZONE 'UTC')::date, 1)"
                .formatted(
                    partition,
                    LogBuilder.START / 1000 + DAY.multipliedBy(daysAfterStart).toSeconds()))
        .getFirst();
  }

  private String rows(String table) throws SQLException {
    return shards
        .rows(partition, "SELECT count(*) FROM engine.processed_p%d%s".formatted(partition, table))
        .getFirst();
  }

  /** Commands of the first, second and fifth day; the days' tables do not exist yet. */
  private Progress applyThreeDays(Driver driver) throws Exception {
    LogBuilder log = new LogBuilder(partition);
    for (int day : new int[] {0, 1, 5}) {
      Duration at = DAY.multipliedBy(day).plusHours(12);
      log.appendedAt(at).count(id(at, 1), "k", 1);
    }
    TakeOver.Taken taken = driver.takeOver(partition).getFirst();
    driver.apply(taken, log.slice(taken.progress(), log.end()));
    return taken.progress();
  }

  private void publishedTo(long offset) throws SQLException {
    shards.execute(
        partition,
        "UPDATE engine.progress SET published_offset = %d WHERE ledger_partition = %d"
            .formatted(offset, partition));
  }

  @Test
  void keepDays_idsInTheCatchAll_moveToTheirDay() throws Exception {
    try (Driver driver = new Driver(shards, partition, "one", HANDLER)) {
      applyThreeDays(driver);
      assertThat(rows("_other")).isEqualTo("3");
      keepDays(1);
      assertThat(days()).contains("20260302", "20260303").doesNotContain("20260307");
      assertThat(rows("_other")).isEqualTo("1");
      assertThat(rows("")).isEqualTo("3");
    }
  }

  @Test
  void keepDays_belowFloorAndPublished_areDropped() throws Exception {
    try (Driver driver = new Driver(shards, partition, "one", HANDLER)) {
      applyThreeDays(driver);
      keepDays(1);
      assertThat(rows("")).isEqualTo("3");
      publishedTo(2);
      keepDays(5);
      assertThat(rows("")).isEqualTo("1");
    }
  }

  /** The control: what is below the floor but perhaps not published stays. */
  @Test
  void keepDays_belowFloorButUnpublished_stay() throws Exception {
    try (Driver driver = new Driver(shards, partition, "one", HANDLER)) {
      applyThreeDays(driver);
      keepDays(1);
      publishedTo(1);
      keepDays(5);
      assertThat(rows("")).isEqualTo("2");
    }
  }

  @Test
  void keepDays_insideTheWindow_stay() throws Exception {
    try (Driver driver = new Driver(shards, partition, "one", HANDLER)) {
      LogBuilder log = new LogBuilder(partition);
      log.appendedAt(DAY).count(id(DAY.minusHours(1), 1), "k", 1);
      TakeOver.Taken taken = driver.takeOver(partition).getFirst();
      driver.apply(taken, log.slice(taken.progress(), log.end()));
      publishedTo(1);
      keepDays(0);
      keepDays(1);
      assertThat(rows("")).isEqualTo("1");
    }
  }

  @Test
  void run_asAProcessor_makesTheComingDays() throws Exception {
    try (Driver driver = new Driver(shards, partition, "one", HANDLER)) {
      shards.execute(
          partition,
          "DROP TABLE engine.processed_p%d_".formatted(partition)
              + days().getLast()); // A week from now: three days ahead are there anyhow.
      KeepDays.run(driver.session().connection(), partition);
      assertThat(days()).hasSizeGreaterThan(4);
    }
  }
}
