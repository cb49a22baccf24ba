package onlyonce.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What every long-running role does alike: says that it is ready, and stops cleanly when told. */
final class Role {
  /** Printed when a role is ready; its supervisor waits for this line. */
  static final String READY = "onlyonce: ready";

  private static final Duration STOP = Duration.ofSeconds(10);

  private Role() {}

  /**
   * Runs {@code work} until it returns; on SIGTERM or Ctrl-C calls {@code stop} and waits for it.
   */
  static void run(Runnable work, Runnable stop) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(done);
            },
            "stop-role");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run();
    } finally {
      done.countDown();
    }
  }

  static void ready() {
    System.out.println(READY);
    System.out.flush();
  }

  private static void await(CountDownLatch done) {
    try {
      if (!done.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("onlyonce: did not stop within " + STOP.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
