package onlyonce.cli.lab.twophasecommit;

import java.util.List;
import java.util.function.Predicate;

/**
 * One incident, measured.
 *
 * @param killed what was observed of the death
 * @param witnessed for each account how long its row could not be locked
 * @param payments of all payers, from the death to a little after recovery
 * @param deadRowsKept how many dead rows VACUUM had to keep just before recovery
 * @param recoveredBy how the transfers were resolved
 * @param flaws what the books show to be wrong afterwards
 */
record Outage(
    String variant,
    String killed,
    Moments moments,
    List<Witnesses.Witnessed> witnessed,
    List<Payments.Payment> payments,
    LockWatch.Seen locks,
    long deadRowsKept,
    String recoveredBy,
    List<String> flaws) {

  /** A lock that is had sooner is an ordinary wait on a busy machine, not an outage. */
  static final double BLOCKED_MILLIS = 250;

  /** A payment that takes longer kept its customer waiting. */
  static final double SLOW_MILLIS = 1_000;

  /** On the clock of {@link System#nanoTime}. */
  record Moments(long killedNanos, long restartedNanos, long recoveredNanos) {
    double deadMillis() {
      return (restartedNanos - killedNanos) / 1e6;
    }

    double resolvedMillis() {
      return (recoveredNanos - killedNanos) / 1e6;
    }

    double secondsSinceDeath(long nanos) {
      return (nanos - killedNanos) / 1e9;
    }
  }

  Outage {
    witnessed = List.copyOf(witnessed);
    payments = List.copyOf(payments);
    flaws = List.copyOf(flaws);
  }

  List<Witnesses.Witnessed> blocked() {
    return witnessed.stream().filter(account -> account.millis() >= BLOCKED_MILLIS).toList();
  }

  /** The names of the blocked accounts, sorted. */
  List<String> blockedAccounts() {
    return blocked().stream().map(account -> account.payer().account().value()).sorted().toList();
  }

  /** The longest that an account was blocked; 0 when none was. */
  double blockedMillis() {
    return blocked().stream().mapToDouble(Witnesses.Witnessed::millis).max().orElse(0);
  }

  /** The longest that any account's row could not be locked, blocked or not. */
  double longestLockMillis() {
    return witnessed.stream().mapToDouble(Witnesses.Witnessed::millis).max().orElse(0);
  }

  /** Payments that began before the transfers were resolved. */
  List<Payments.Payment> paymentsMeanwhile(Predicate<Payer> of) {
    return payments.stream()
        .filter(payment -> payment.startNanos() < moments.recoveredNanos())
        .filter(payment -> of.test(payment.payer()))
        .toList();
  }

  /** How many of these were made while nobody conducted. */
  static long doneBefore(long nanos, List<Payments.Payment> payments) {
    return payments.stream().filter(payment -> payment.endNanos() < nanos).count();
  }

  static double longestMillis(List<Payments.Payment> payments) {
    return payments.stream().mapToDouble(Payments.Payment::millis).max().orElse(0);
  }

  static double medianMillis(List<Payments.Payment> payments) {
    double[] sorted = payments.stream().mapToDouble(Payments.Payment::millis).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  static long slow(List<Payments.Payment> payments) {
    return payments.stream().filter(payment -> payment.millis() >= SLOW_MILLIS).count();
  }

  static long timeouts(List<Payments.Payment> payments) {
    return payments.stream().mapToLong(Payments.Payment::timeouts).sum();
  }
}
