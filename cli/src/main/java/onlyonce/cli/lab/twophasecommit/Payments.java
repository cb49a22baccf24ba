package onlyonce.cli.lab.twophasecommit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Small payments while an outage lasts: each payer makes one after the other, the next one a pace
 * after the last one's begin or, when that took longer, at once. So a payer that has to wait makes
 * one payment where others make dozens, as a customer would.
 */
final class Payments implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration END = Duration.ofSeconds(60);

  private final Queue<Payment> paid = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * One payment, from its first attempt to its answer, on the clock of {@link System#nanoTime}.
   *
   * @param timeouts how often it gave up waiting for a lock and began anew
   */
  record Payment(Payer payer, long startNanos, long endNanos, int timeouts) {
    double millis() {
      return (endNanos - startNanos) / 1e6;
    }
  }

  private Payments() {}

  /** Everybody begins to pay. */
  static Payments start(Bank bank, List<Payer> payers) throws SQLException {
    Payments payments = new Payments();
    try {
      for (Payer payer : payers) {
        Bank.Till till = bank.till(payer);
        payments.threads.add(
            Thread.ofVirtual()
                .name("pays-from-" + payer.account())
                .start(() -> payments.payUntilOver(payer, till)));
      }
      return payments;
    } catch (SQLException e) {
      payments.close();
      throw e;
    }
  }

  private void payUntilOver(Payer payer, Bank.Till till) {
    try (till) {
      long start;
      do {
        start = System.nanoTime();
        int timeouts = till.pay();
        paid.add(new Payment(payer, start, System.nanoTime(), timeouts));
      } while (!over.await(start + PACE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // whatever it was, whoever ends the payments shall know
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Waits until payments under way are done.
   *
   * @return all payments
   * @throws IllegalStateException when one failed, or did not end
   */
  List<Payment> end() throws InterruptedException {
    over.countDown();
    for (Thread thread : threads) {
      if (!thread.join(END)) {
        throw new IllegalStateException(
            "%s did not end within %d s".formatted(thread.getName(), END.toSeconds()));
      }
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a payment failed", failed);
    }
    return List.copyOf(paid);
  }

  @Override
  public void close() {
    over.countDown();
    threads.forEach(Thread::interrupt);
  }
}
