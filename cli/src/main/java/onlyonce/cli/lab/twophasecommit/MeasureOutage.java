package onlyonce.cli.lab.twophasecommit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures an incident, the same way under either protocol: kill; then witnesses ask for every
 * account's lock, payers go on paying, and PostgreSQL's locks are watched, until the length of the
 * outage has passed and a successor has resolved everything.
 */
final class MeasureOutage {
  private static final Duration AFTERMATH = Duration.ofSeconds(1);
  private static final Duration LOCKS_RELEASED = Duration.ofSeconds(20);

  private final Scene scene;
  private final Duration length;

  /**
   * @param length from the death to the start of a successor
   */
  MeasureOutage(Scene scene, Duration length) {
    this.scene = scene;
    this.length = length;
  }

  Outage of(Incident incident) throws Exception {
    String killed = incident.strike();
    long killedNanos = System.nanoTime();
    Bank bank = incident.bank();
    try (LockWatch watch = LockWatch.start(bank);
        Payments payments = Payments.start(bank, scene.payers());
        Witnesses witnesses = Witnesses.ask(bank, scene.payers())) {
      // The length of the outage is what is chosen here; nothing is waited for.
      TimeUnit.NANOSECONDS.sleep(killedNanos + length.toNanos() - System.nanoTime());
      long deadRows = VacuumKept.deadRows(bank);
      long restarted = System.nanoTime();
      String recoveredBy = incident.recover();
      List<Witnesses.Witnessed> witnessed = witnesses.heard(LOCKS_RELEASED);
      Outage.Moments moments = new Outage.Moments(killedNanos, restarted, System.nanoTime());
      TimeUnit.NANOSECONDS.sleep(AFTERMATH.toNanos());
      List<Payments.Payment> paid = payments.end();
      LockWatch.Seen locks = watch.end();
      return new Outage(
          incident.variant(),
          killed,
          moments,
          witnessed,
          paid,
          locks,
          deadRows,
          recoveredBy,
          incident.flaws());
    }
  }
}
