package onlyonce.cli.lab.failuredetector;

import java.util.ArrayList;
import java.util.List;
import onlyonce.cli.lab.Timeline;
import onlyonce.ledger.detection.DetectorSettings;

/** One server's fate on a time line, and what each detector made of it. */
final class DrawSuspicions {
  private static final Timeline.Legend LEGEND =
      new Timeline.Legend(
          "signal", "dead, or suspected and dead", "paused, or suspected and alive");

  private DrawSuspicions() {}

  /**
   * @param seconds drawn, from the trace's beginning
   */
  static String svg(Trace trace, String server, List<DetectorSettings> detectors, double seconds) {
    List<Injury> injuries = trace.injuries(server);
    List<Timeline.Lane> lanes = new ArrayList<>();
    lanes.add(truth(trace, server, injuries, seconds));
    for (DetectorSettings detector : detectors) {
      List<Timeline.Span> spans = new ArrayList<>();
      for (Replay.Span span : Replay.of(detector, trace, server)) {
        boolean right =
            injuries.stream()
                .anyMatch(
                    injury ->
                        injury.kind() == Injury.Kind.KILL
                            && span.meets(injury.fromNanos(), injury.toNanos()));
        spans.add(
            new Timeline.Span(
                second(trace, span.fromNanos()),
                second(trace, span.toNanos()),
                right ? Timeline.Kind.BLOCKED : Timeline.Kind.WAITED,
                right ? "suspected, and dead" : "suspected, and alive"));
      }
      lanes.add(new Timeline.Lane(detector.label(), within(spans, seconds), List.of()));
    }
    return new Timeline(0, seconds, List.of(), lanes, LEGEND).svg();
  }

  private static Timeline.Lane truth(
      Trace trace, String server, List<Injury> injuries, double seconds) {
    List<Timeline.Span> spans = new ArrayList<>();
    List<Double> ticks = new ArrayList<>();
    for (Injury injury : injuries) {
      boolean dead = injury.kind() == Injury.Kind.KILL;
      double from = second(trace, injury.fromNanos());
      spans.add(
          new Timeline.Span(
              from,
              second(trace, injury.toNanos()),
              dead ? Timeline.Kind.BLOCKED : Timeline.Kind.WAITED,
              injury.observed()));
      ticks.add(from);
    }
    return new Timeline.Lane(server, within(spans, seconds), ticks);
  }

  private static List<Timeline.Span> within(List<Timeline.Span> spans, double seconds) {
    return spans.stream().filter(span -> span.from() < seconds).toList();
  }

  private static double second(Trace trace, long nanos) {
    return (nanos - trace.fromNanos()) / 1e9;
  }
}
