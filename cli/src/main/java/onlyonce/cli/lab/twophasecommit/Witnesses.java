package onlyonce.cli.lab.twophasecommit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * For each account one session that asks for the lock of its row and is timed until it has it. It
 * gives it back at once. How long it waited is how long the account was blocked.
 */
final class Witnesses implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final List<Future<Witnessed>> asked = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** When the lock of an account was asked for and had, on the clock of {@link System#nanoTime}. */
  record Witnessed(Payer payer, long askedNanos, long hadNanos) {
    double millis() {
      return (hadNanos - askedNanos) / 1e6;
    }
  }

  private Witnesses() {}

  /** Connects for every account, then asks for all of them at once. */
  static Witnesses ask(Bank bank, List<Payer> payers) throws SQLException {
    Witnesses witnesses = new Witnesses();
    try {
      List<Callable<Witnessed>> questions = new ArrayList<>();
      for (Payer payer : payers) {
        Connection connection =
            LabConnection.open(bank.jdbcUrl(payer.shard()), LabConnection.WITNESS);
        witnesses.connections.add(connection);
        questions.add(() -> ask(connection, bank.lockRow(), payer));
      }
      questions.forEach(question -> witnesses.asked.add(witnesses.threads.submit(question)));
      return witnesses;
    } catch (SQLException e) {
      witnesses.close();
      throw e;
    }
  }

  private static Witnessed ask(Connection connection, String lockRow, Payer payer)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(lockRow)) {
      lock.setString(1, payer.account().value());
      long asked = System.nanoTime();
      try (ResultSet row = lock.executeQuery()) {
        long had = System.nanoTime();
        if (!row.next()) {
          throw new SQLException("account " + payer.account() + " is not there");
        }
        return new Witnessed(payer, asked, had);
      }
    }
  }

  /**
   * Waits until each has had its lock.
   *
   * @throws IllegalStateException when one has not in time
   */
  List<Witnessed> heard(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Witnessed> heard = new ArrayList<>();
    for (Future<Witnessed> answer : asked) {
      try {
        heard.add(answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        throw new IllegalStateException("an account's row could not be locked", e.getCause());
      } catch (TimeoutException e) {
        throw new IllegalStateException(
            "an account is still locked %d s after recovery".formatted(patience.toSeconds()), e);
      }
    }
    return heard;
  }

  /** Connections first: who still waits for a lock stops waiting. */
  @Override
  public void close() {
    for (Connection connection : connections) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException("a connection that cannot be cut", e);
      }
    }
    threads.shutdownNow();
  }
}
