package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a log can hold beside good commands: gaps, poison, and ids from long ago. Each test has
 * ledger partitions of its own.
 */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogShapesIT {
  private static final Duration LATER = Duration.ofDays(3);
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

  private List<String> refusals(int where) throws SQLException {
    return shards.rows(
        where, "SELECT log_offset, reason FROM engine.refused WHERE ledger_partition = " + where);
  }

  private void poll(Handler<Count> handler, int where, LogBuilder from, long end) throws Exception {
    try (Driver owner = new Driver(shards, where, "owner", handler)) {
      TakeOver.Taken taken = owner.takeOver(where).getFirst();
      owner.apply(taken, from.slice(taken.progress(), end));
    }
  }

  private void pollAll() throws Exception {
    poll(HANDLER, partition, log, log.end());
  }

  /** Records at 0 and 2, markers at 1, 3 and 4. */
  private void writeMarkers() {
    log.count(id(Duration.ZERO, 1), key, 1).marker();
    log.count(id(Duration.ZERO, 2), key, 1).marker().marker();
  }

  @Test
  void poll_markersBetweenAndBehindRecords_reachesTheEnd() throws Exception {
    writeMarkers();
    poll(HANDLER, partition, log, 2);
    poll(HANDLER, partition, log, log.end());
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(shards.progress(partition).nextOffset()).isEqualTo(log.end());
  }

  /** The control: a poll that ends behind its last record never reaches the end of the log. */
  @Test
  void poll_endToldByTheLastRecord_staysBehind() throws Exception {
    writeMarkers();
    poll(HANDLER, partition, log, 3);
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(shards.progress(partition).nextOffset()).isLessThan(log.end());
  }

  /** The control: a poll that begins at its first record is not where the database is. */
  @Test
  void poll_startToldByTheFirstRecord_isRefused() throws Exception {
    writeMarkers();
    poll(HANDLER, partition, log, 1);
    try (Driver owner = new Driver(shards, partition, "owner", HANDLER)) {
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      Progress atTheRecord =
          new Progress(
              partition,
              log.records().getLast().offset(),
              taken.progress().publishedOffset(),
              taken.progress().clock());
      assertThatThrownBy(() -> owner.apply(taken, log.slice(atTheRecord, log.end())))
          .isInstanceOf(OwnershipLostException.class);
    }
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
  }

  private void writePoison() {
    Event event =
        new Event(
            id(Duration.ZERO, 2),
            Count.EVENT_TYPE,
            "onlyonce/test",
            Instant.ofEpochMilli(LogBuilder.START));
    log.count(id(Duration.ZERO, 1), key, 1);
    log.add(event, new byte[] {0, -1});
    log.count(id(Duration.ZERO, 3), key, 1);
  }

  @Test
  void poll_poisonBetweenTwoGoodOnes_refusesItAlone() throws Exception {
    writePoison();
    pollAll();
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
    assertThat(refusals(partition)).containsExactly("1 BadValue");
  }

  /** The control: a handler that breaks where it should refuse takes the neighbours with it. */
  @Test
  void poll_poisonThatBreaksTheHandler_holdsUpItsNeighbours() throws Exception {
    writePoison();
    Handler<Count> breaking =
        new ForwardingHandler(HANDLER) {
          @Override
          public Count decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord) {
            try {
              return super.decode(event, kafkaRecord);
            } catch (UnreadableException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertThatThrownBy(() -> poll(breaking, partition, log, log.end()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
    assertThat(shards.progress(partition).nextOffset()).isZero();
  }

  /** A log that has come three days further than another one's. */
  private void writeFarAhead() {
    log.count(id(Duration.ZERO, 1), "other", 1);
    log.appendedAt(LATER).count(id(LATER, 2), "other", 1);
  }

  @Test
  void poll_oldIdInTwoLogs_expiresWhereItsOwnLogIsAhead() throws Exception {
    UUID old = id(Duration.ofMinutes(1), 3);
    writeFarAhead();
    log.count(old, "ahead-" + key, 1);
    int behind = used.getAndIncrement();
    LogBuilder slow = new LogBuilder(behind).count(old, key, 1);
    try (Driver owner = new Driver(shards, partition, "owner", HANDLER)) {
      List<TakeOver.Taken> taken = owner.takeOver(partition, behind);
      owner.applyTogether(
          new Driver.Part(taken.getFirst(), log.slice()),
          new Driver.Part(taken.getLast(), slow.slice()));
    }
    assertThat(refusals(partition)).containsExactly("2 Expired");
    assertThat(refusals(behind)).isEmpty();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
    assertThat(shards.totals("ahead-" + key)).isEmpty();
  }

  /** The control: judged by the floor of the log that is ahead, the same id expires there too. */
  @Test
  void poll_floorSharedWithAnotherLog_expiresWhatIsYoung() throws Exception {
    writeFarAhead();
    pollAll();
    int behind = used.getAndIncrement();
    shards.execute(
        behind,
        """
        UPDATE engine.progress AS slow SET log_time_ms = ahead.log_time_ms, floor_ms = ahead.floor_ms
        FROM engine.progress AS ahead
        WHERE slow.ledger_partition = %d AND ahead.ledger_partition = %d
        """
            .formatted(behind, partition));
    LogBuilder slow = new LogBuilder(behind).count(id(Duration.ofMinutes(1), 3), key, 1);
    poll(HANDLER, behind, slow, slow.end());
    assertThat(refusals(behind)).containsExactly("0 Expired");
    assertThat(total()).isEqualTo(new CounterShards.Total(0, 0));
  }

  /** Below the floor the ids are gone, as tables are dropped. */
  private void countAndForget() throws Exception {
    log.count(id(Duration.ZERO, 1), key, 1);
    log.appendedAt(LATER).count(id(LATER, 2), "other", 1);
    pollAll();
    shards.forgetIds(partition);
    log.count(id(Duration.ZERO, 1), key, 1);
  }

  @Test
  void poll_idBelowTheFloorThatNobodyRemembers_isExpiredAndNotCountedAgain() throws Exception {
    countAndForget();
    pollAll();
    assertThat(total()).isEqualTo(new CounterShards.Total(1, 1));
    assertThat(refusals(partition)).containsExactly("2 Expired");
  }

  /** The control: without the floor it counts twice. */
  @Test
  void poll_idThatNobodyRemembersWithoutTheFloor_doubles() throws Exception {
    countAndForget();
    shards.execute(
        partition,
        """
        UPDATE engine.progress SET floor_ms = 0, window_ms = log_time_ms WHERE ledger_partition = %d
        """
            .formatted(partition));
    pollAll();
    assertThat(total()).isEqualTo(new CounterShards.Total(2, 2));
  }
}
