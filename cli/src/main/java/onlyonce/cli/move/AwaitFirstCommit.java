package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.processor.EnginePartition.Position;

/**
 * Looks when the target commits for the first time: a batch, or, when no command waits, the
 * takeover alone. The move is done before, so what it can't see is no failure.
 */
record AwaitFirstCommit() implements Step {
  private static final Duration TAKEOVER = Duration.ofSeconds(10);
  private static final Duration BATCH = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(10);

  @Override
  public String doing() {
    return "waiting for its new owner";
  }

  @Override
  public Optional<Step> run(Site site) throws InterruptedException {
    try (Connection look = site.to().openAnother()) {
      look.setAutoCommit(true);
      look(site, look);
    } catch (SQLException e) {
      site.figures().resumed(false, System.nanoTime());
    }
    return Optional.empty();
  }

  private static void look(Site site, Connection connection)
      throws SQLException, InterruptedException {
    Optional<Position> start = site.engine().position(connection);
    long began = System.nanoTime();
    while (!site.engine().isOwned(connection)) {
      if (System.nanoTime() - began > TAKEOVER.toNanos()) {
        site.figures().resumed(false, System.nanoTime());
        return;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    long owned = System.nanoTime();
    while (System.nanoTime() - owned < BATCH.toNanos()) {
      if (!site.engine().position(connection).equals(start)) {
        site.figures().resumed(true, System.nanoTime());
        return;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    site.figures().resumed(true, owned);
  }
}
