package onlyonce.cli.lab.quorums;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import onlyonce.cli.lab.Cell;
import onlyonce.cli.lab.Cell.Tone;
import onlyonce.cli.lab.Findings.Figure;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.lab.LabTable.Measure;
import onlyonce.cli.lab.Timeline;

/** What was measured as a table, a picture for each kind of readers, and what was broken. */
final class TellReads {
  private static final double TICK_SECONDS = 0.1;
  private static final Timeline.Legend LEGEND =
      new Timeline.Legend("at least one in a tenth of a second", "dead", "its replay is paused");
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("reads", "reads"),
          new Measure("writes", "payments acknowledged meanwhile"),
          new Measure("stale", "stale reads"),
          new Measure("stale_share", "share of the reads"),
          new Measure("stalest_ms", "what a stale read lacked was acknowledged before, at most"),
          new Measure("backward_firm", "backward reads, answers labelled regular left out"),
          new Measure("backward", "backward reads, among all answers"),
          new Measure("regular", "answers labelled regular"),
          new Measure("unanswered", "reads not answered in time"),
          new Measure("median_ms", "a read, median"),
          new Measure("reads_per_second", "reads a second"),
          new Measure("writes_per_second", "payments a second"),
          new Measure("writes_pause_ms", "longest time without an acknowledged payment"),
          new Measure("broken_rules", "what the sets break"));

  private TellReads() {}

  static LabTable table(List<Measured> all) {
    return new LabTable("quorums", MEASURES, all.stream().map(TellReads::row).toList());
  }

  private static LabTable.Row row(Measured measured) {
    CheckReads.Tally tally = measured.tally();
    Measured.Run run = measured.run();
    return new LabTable.Row(
        measured.name(),
        List.of(
            Cell.count(tally.reads()),
            Cell.count(run.writes()),
            bad(tally.stale().size()),
            Cell.share((double) tally.stale().size() / Math.max(1, tally.reads())),
            Cell.millis(tally.stalest().toNanos() / 1e6),
            bad(tally.backwardFirm().size()),
            Cell.count(tally.backward().size()),
            Cell.count(tally.regular()),
            Cell.count(measured.pace().unanswered()),
            Cell.millis(measured.pace().medianMillis()),
            Cell.count(Math.round(tally.reads() / run.seconds())),
            Cell.count(Math.round(run.writes() / run.seconds())),
            Cell.millis(run.longestPauseMillis()),
            Cell.names(measured.quorums().violations())));
  }

  private static Cell bad(long number) {
    return Cell.count(number).toned(number == 0 ? Tone.GOOD : Tone.BAD);
  }

  static Figure figure(Measured measured) {
    Measured.Run run = measured.run();
    List<Timeline.Lane> lanes = new ArrayList<>();
    Set<String> servers = new TreeSet<>();
    run.faults().forEach(fault -> servers.add(fault.server()));
    for (String server : servers) {
      lanes.add(new Timeline.Lane(server, spans(run, server), List.of()));
    }
    lanes.add(
        new Timeline.Lane(
            "payments",
            List.of(),
            ticks(run, run.acknowledged().stream().mapToLong(Long::longValue))));
    lanes.add(lane("stale reads", run, measured.tally().stale()));
    lanes.add(lane("backward reads", run, measured.tally().backwardFirm()));
    return new Figure(
        measured.name(),
        "Seconds since the first read; payments when they were acknowledged, reads when they began.",
        new Timeline(0, run.seconds(), List.of(), lanes, LEGEND).svg());
  }

  private static Timeline.Lane lane(String name, Measured.Run run, List<Seen> reads) {
    return new Timeline.Lane(
        name, List.of(), ticks(run, reads.stream().mapToLong(Seen::startNanos)));
  }

  private static List<Double> ticks(Measured.Run run, LongStream moments) {
    return moments
        .map(nanos -> Math.round(run.second(nanos) / TICK_SECONDS))
        .distinct()
        .mapToObj(tick -> tick * TICK_SECONDS)
        .toList();
  }

  private static List<Timeline.Span> spans(Measured.Run run, String server) {
    List<Timeline.Span> spans = new ArrayList<>();
    for (Inflicted fault : run.faults()) {
      if (fault.server().equals(server) && fault.kind() != Inflicted.Kind.LAGGING) {
        spans.add(
            new Timeline.Span(
                run.second(fault.fromNanos()),
                run.second(fault.toNanos()),
                fault.kind() == Inflicted.Kind.DEAD ? Timeline.Kind.BLOCKED : Timeline.Kind.WAITED,
                fault.observed()));
      }
    }
    return spans;
  }

  /** What was broken, and what was seen of it. */
  static List<String> faults(Measured measured) {
    return measured.run().faults().stream()
        .map(
            fault ->
                "Vw = %d, at %.1f s, %s, %s: %s."
                    .formatted(
                        measured.quorums().write(),
                        measured.run().second(fault.fromNanos()),
                        fault.server(),
                        fault.name(),
                        fault.observed()))
        .toList();
  }
}
