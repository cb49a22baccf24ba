package onlyonce.cli.lab.twophasecommit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL itself says of locks, looked at many times a second on every shard: who waits in
 * {@code pg_locks} and since when, and which locks no session owns any more, since a prepared
 * transaction has none.
 */
final class LockWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 25;

  /**
   * Every wait with whom it waits for. A prepared transaction has no process, which PostgreSQL
   * tells as 0; and a witness that has its lock gives it back at once, so whoever meets it then was
   * held up by the measuring.
   */
  private static final String WAITS =
      """
      SELECT waiting.pid || ' ' || waiting.waitstart, session.application_name,
          extract(epoch FROM clock_timestamp() - waiting.waitstart) * 1000,
          blockers.names, coalesce(blockers.measuring, false)
      FROM pg_locks AS waiting
          JOIN pg_stat_activity AS session USING (pid),
          LATERAL (
              SELECT string_agg(DISTINCT CASE blocker.pid
                          WHEN 0 THEN 'a prepared transaction'
                          ELSE coalesce(owner.application_name, 'a session that is gone') END, ', '),
                  bool_and(owner.application_name IS NOT DISTINCT FROM 'lab-witness'
                      AND NOT EXISTS (
                          SELECT FROM pg_locks AS own WHERE own.pid = blocker.pid AND NOT own.granted))
              FROM unnest(pg_blocking_pids(waiting.pid)) AS blocker (pid)
                  LEFT JOIN pg_stat_activity AS owner ON owner.pid = blocker.pid
          ) AS blockers (names, measuring)
      WHERE NOT waiting.granted AND waiting.waitstart IS NOT NULL
          AND session.datname = current_database()
      """;

  /** Of the whole server; only a prepared transaction's locks have no process. */
  private static final String LOCKS_OF_NOBODY =
      "SELECT count(*) FROM pg_locks WHERE granted AND pid IS NULL";

  private final Map<String, Wait> waits = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> lockedByNobody = new ConcurrentHashMap<>();
  private final AtomicLong looks = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * One wait for a lock.
   *
   * @param session the waiting session's {@code application_name}
   * @param blockers whose lock it was, by {@code application_name}
   * @param millis how long it had lasted when it was last seen
   * @param cause whether the measuring itself held it up, each time that it was seen
   */
  record Wait(String session, String blockers, double millis, Cause cause) {
    Wait seenAgain(Wait later) {
      return new Wait(
          session, later.blockers, later.millis, cause == later.cause ? cause : Cause.SYSTEM);
    }
  }

  /** What a wait is to be put down to. */
  enum Cause {
    SYSTEM,
    MEASURING
  }

  /**
   * What was seen.
   *
   * @param looks how many times the shards were looked at
   * @param lockedByNobody the most locks that prepared transactions held at one time
   */
  record Seen(List<Wait> waits, long lockedByNobody, long looks) {
    Seen {
      waits = List.copyOf(waits);
    }

    /** Waits that are not the measuring's own: witnesses ask for locks only to be timed. */
    List<Wait> ofOthers() {
      return waits.stream()
          .filter(wait -> !wait.session().equals(LabConnection.WITNESS))
          .filter(wait -> wait.cause() == Cause.SYSTEM)
          .toList();
    }

    double longestOfOthersMillis() {
      return ofOthers().stream().mapToDouble(Wait::millis).max().orElse(0);
    }
  }

  private LockWatch() {}

  static LockWatch start(Bank bank) throws SQLException {
    LockWatch watch = new LockWatch();
    for (String shard : bank.shards()) {
      AtomicLong most = new AtomicLong();
      watch.lockedByNobody.put(shard, most);
      Connection connection = LabConnection.open(bank.jdbcUrl(shard), LabConnection.LAB);
      watch.threads.add(
          Thread.ofVirtual()
              .name("watches-" + shard)
              .start(() -> watch.watch(shard, connection, most)));
    }
    return watch;
  }

  private void watch(String shard, Connection connection, AtomicLong most) {
    try (connection;
        PreparedStatement waiting = connection.prepareStatement(WAITS);
        PreparedStatement held = connection.prepareStatement(LOCKS_OF_NOBODY)) {
      do {
        look(shard, waiting);
        try (ResultSet count = held.executeQuery()) {
          if (count.next()) {
            most.accumulateAndGet(count.getLong(1), Math::max);
          }
        }
        looks.incrementAndGet();
      } while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String shard, PreparedStatement waiting) throws SQLException {
    try (ResultSet rows = waiting.executeQuery()) {
      while (rows.next()) {
        var _ =
            waits.merge(
                shard + " " + rows.getString(1),
                new Wait(
                    rows.getString(2),
                    String.valueOf(rows.getString(4)),
                    rows.getDouble(3),
                    rows.getBoolean(5) ? Cause.MEASURING : Cause.SYSTEM),
                Wait::seenAgain);
      }
    }
  }

  /**
   * Stops looking.
   *
   * @throws IllegalStateException when looking failed meanwhile
   */
  Seen end() throws InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    SQLException failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("pg_locks could not be read", failed);
    }
    long nobodys = lockedByNobody.values().stream().mapToLong(AtomicLong::get).sum();
    return new Seen(List.copyOf(waits.values()), nobodys, looks.get());
  }

  @Override
  public void close() {
    over.countDown();
  }
}
