package onlyonce.cli.lab.twophasecommit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import onlyonce.cli.lab.Cell;
import onlyonce.cli.lab.Cell.Tone;
import onlyonce.cli.lab.Findings.Figure;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.lab.LabTable.Measure;
import onlyonce.cli.lab.Timeline;

/** Outages as a table and pictures. */
final class TellOutages {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("killed", "killed"),
          new Measure("outage_ms", "dead for"),
          new Measure("resolved_ms", "from the kill to all resolved"),
          new Measure("blocked_accounts", "accounts blocked"),
          new Measure("blocked", "which"),
          new Measure("blocked_ms", "blocked for, at most"),
          new Measure("lock_had_after_max_ms", "a row's lock was had after, at most"),
          new Measure("payments_while_dead", "payments from these accounts while dead"),
          new Measure("payments_waited", "payments that took over 1 s"),
          new Measure("payment_timeouts", "times one gave up a lock after 2 s"),
          new Measure("payment_median_ms", "payment, median"),
          new Measure("payment_max_ms", "payment, longest"),
          new Measure("elsewhere_max_ms", "payment elsewhere, longest"),
          new Measure("lock_waits", "waits for a lock, in pg_locks"),
          new Measure("lock_wait_max_ms", "longest of them"),
          new Measure("locks_of_no_session", "locks that no session owned"),
          new Measure("dead_rows_kept", "dead rows that VACUUM had to keep"),
          new Measure("recovered_by", "resolved by"),
          new Measure("money", "money"));

  private static final Timeline.Legend LEGEND =
      new Timeline.Legend(
          "a payment was made", "the row was locked", "a payment took longer than a second");

  private final Scene scene;

  TellOutages(Scene scene) {
    this.scene = scene;
  }

  LabTable table(List<Outage> outages) {
    return new LabTable("variant", MEASURES, outages.stream().map(this::row).toList());
  }

  private LabTable.Row row(Outage outage) {
    Set<Payer> touched = new HashSet<>(scene.touched());
    List<Payments.Payment> payments = outage.paymentsMeanwhile(touched::contains);
    List<Payments.Payment> elsewhere = outage.paymentsMeanwhile(payer -> !touched.contains(payer));
    List<LockWatch.Wait> waits = outage.locks().ofOthers();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.words(outage.killed()));
    cells.add(Cell.millis(outage.moments().deadMillis()));
    cells.add(Cell.millis(outage.moments().resolvedMillis()));
    cells.add(noneIsGood(Cell.count(outage.blocked().size()), outage.blocked().isEmpty()));
    cells.add(Cell.names(outage.blockedAccounts()));
    cells.add(noneIsGood(Cell.millis(outage.blockedMillis()), outage.blocked().isEmpty()));
    cells.add(Cell.millis(outage.longestLockMillis()));
    long done = Outage.doneBefore(outage.moments().restartedNanos(), payments);
    cells.add(Cell.count(done).toned(done > 0 ? Tone.GOOD : Tone.BAD));
    cells.add(Cell.count(Outage.slow(payments)));
    cells.add(Cell.count(Outage.timeouts(payments)));
    cells.add(Cell.millis(Outage.medianMillis(payments)));
    cells.add(Cell.millis(Outage.longestMillis(payments)));
    cells.add(Cell.millis(Outage.longestMillis(elsewhere)));
    cells.add(noneIsGood(Cell.count(waits.size()), waits.isEmpty()));
    cells.add(Cell.millis(outage.locks().longestOfOthersMillis()));
    cells.add(Cell.count(outage.locks().lockedByNobody()));
    cells.add(Cell.count(outage.deadRowsKept()));
    cells.add(Cell.words(outage.recoveredBy()));
    cells.add(
        noneIsGood(
            Cell.words(outage.flaws().isEmpty() ? "conserved" : String.join("; ", outage.flaws())),
            outage.flaws().isEmpty()));
    return new LabTable.Row(outage.variant(), cells);
  }

  private static Cell noneIsGood(Cell cell, boolean none) {
    return cell.toned(none ? Tone.GOOD : Tone.BAD);
  }

  /** A picture of an outage: each account with its blocked time and its payments. */
  Figure figure(Outage outage) {
    Outage.Moments moments = outage.moments();
    double end =
        outage.payments().stream()
            .mapToDouble(payment -> moments.secondsSinceDeath(payment.endNanos()))
            .max()
            .orElse(1);
    List<Timeline.Lane> lanes = scene.payers().stream().map(payer -> lane(outage, payer)).toList();
    Timeline timeline =
        new Timeline(
            -0.3,
            Math.max(end, moments.secondsSinceDeath(moments.recoveredNanos())) + 0.2,
            List.of(
                new Timeline.Mark(0, "killed"),
                new Timeline.Mark(moments.secondsSinceDeath(moments.restartedNanos()), "restarted"),
                new Timeline.Mark(moments.secondsSinceDeath(moments.recoveredNanos()), "resolved")),
            lanes,
            LEGEND);
    return new Figure(outage.variant(), inWords(outage), timeline.svg());
  }

  private String inWords(Outage outage) {
    int touched = scene.touched().size();
    return outage.blocked().isEmpty()
        ? "None of the %d accounts that the transfers touch was blocked. %s."
            .formatted(touched, sentence(outage.recoveredBy()))
        : String.format(
            Locale.ROOT,
            "%d of the %d accounts that the transfers touch were blocked, for %.1f s at most. %s.",
            outage.blocked().size(),
            touched,
            outage.blockedMillis() / 1_000,
            sentence(outage.recoveredBy()));
  }

  /** One wait for a lock, for a protocol that should have none. */
  static String waitInWords(LockWatch.Wait wait) {
    return String.format(
        Locale.ROOT,
        "While the orchestrators were dead \"%s\" waited %.0f ms for a lock of: %s.",
        wait.session(),
        wait.millis(),
        wait.blockers());
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static Timeline.Lane lane(Outage outage, Payer payer) {
    Outage.Moments moments = outage.moments();
    List<Timeline.Span> spans = new ArrayList<>();
    outage.payments().stream()
        .filter(payment -> payment.payer().equals(payer))
        .filter(payment -> payment.millis() >= Outage.SLOW_MILLIS)
        .forEach(
            payment ->
                spans.add(
                    span(
                        moments,
                        payment.startNanos(),
                        payment.endNanos(),
                        Timeline.Kind.WAITED,
                        "a payment took")));
    outage.blocked().stream()
        .filter(account -> account.payer().equals(payer))
        .forEach(
            account ->
                spans.add(
                    span(
                        moments,
                        moments.killedNanos(),
                        account.hadNanos(),
                        Timeline.Kind.BLOCKED,
                        "its row was locked for")));
    List<Double> ticks =
        outage.payments().stream()
            .filter(payment -> payment.payer().equals(payer))
            .map(payment -> moments.secondsSinceDeath(payment.endNanos()))
            .toList();
    return new Timeline.Lane(payer.account().value(), spans, ticks);
  }

  private static Timeline.Span span(
      Outage.Moments moments, long from, long to, Timeline.Kind kind, String what) {
    return new Timeline.Span(
        moments.secondsSinceDeath(from),
        moments.secondsSinceDeath(to),
        kind,
        String.format(Locale.ROOT, "%s %.2f s", what, (to - from) / 1e9));
  }
}
