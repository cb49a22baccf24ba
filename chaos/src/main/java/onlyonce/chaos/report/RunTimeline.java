package onlyonce.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import onlyonce.chaos.fault.FaultRecord;

/** The run along time as an SVG: transfers ended, the slowest of them, and the faults over both. */
final class RunTimeline {
  private static final int WIDTH = 1000;
  private static final int LEFT = 62;
  private static final int RIGHT = 12;
  private static final int PLOT = 120;
  private static final int TOP = 52;
  private static final int GAP = 38;

  /** Where a label begins, beside a fault's number, and what a letter of it takes at most. */
  private static final int BADGE = 13;

  private static final double LETTER = 6.6;

  private final List<TimelinePoint> points;
  private final List<FaultRecord> faults;
  private final long begin;
  private final long end;
  private final long slice;

  RunTimeline(List<TimelinePoint> points, List<FaultRecord> faults) {
    this.points = points;
    this.faults = faults;
    this.slice = points.size() > 1 ? points.get(1).atMillis() - points.get(0).atMillis() : 500;
    this.begin = points.isEmpty() ? 0 : points.getFirst().atMillis();
    this.end = points.isEmpty() ? 1 : points.getLast().atMillis() + slice;
  }

  void writeTo(Html html) {
    int height = TOP + 2 * PLOT + GAP + 26;
    html.raw(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Transfers ended, and the slowest"
                + " of them, along the run, with the faults\">",
            WIDTH,
            height));
    double perSecond = 1000.0 / slice;
    plot(html, TOP, "ended", p -> Math.round(p.ended() * perSecond));
    plot(html, TOP + PLOT + GAP, "slow", TimelinePoint::maxLatencyMillis);
    faults(html, height - 26);
    seconds(html, height - 26);
    title(html, 12, "transfers ended a second");
    title(html, TOP + PLOT + GAP - 10, "slowest transfer, ms");
    html.raw("</svg>");
  }

  private static void title(Html html, int y, String title) {
    html.raw("<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>".formatted(LEFT, y, title));
  }

  private void plot(Html html, int top, String style, ToLongFunction<TimelinePoint> value) {
    long most = Math.max(1, points.stream().mapToLong(value).max().orElse(1));
    long scale = nice(most);
    for (int part = 0; part <= 2; part++) {
      int y = top + PLOT - part * PLOT / 2;
      html.raw(
          String.format(
              Locale.ROOT,
              "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/><text x=\"%d\""
                  + " y=\"%d\" text-anchor=\"end\">%,d</text>",
              LEFT,
              WIDTH - RIGHT,
              y,
              y,
              LEFT - 8,
              y + 4,
              scale * part / 2));
    }
    double width = Math.max(1, slice * pixelsPerMilli() - 1);
    for (TimelinePoint point : points) {
      double tall = (double) value.applyAsLong(point) / scale * PLOT;
      html.raw(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              style,
              x(point.atMillis()),
              top + PLOT - tall,
              width,
              tall));
    }
  }

  private void faults(Html html, int bottom) {
    int number = 0;
    for (FaultRecord fault : faults) {
      number++;
      double from = x(fault.at().toEpochMilli());
      double to = x(fault.healedAt().map(Instant::toEpochMilli).orElse(end));
      html.raw(
          String.format(
              Locale.ROOT,
              "<g><title>%s</title><rect class=\"fault\" x=\"%.1f\" y=\"%d\" width=\"%.1f\""
                  + " height=\"%d\"/>",
              Html.escaped(number + ": " + fault.kind() + " " + fault.target()),
              from,
              TOP,
              Math.max(2, to - from),
              bottom - TOP));
      html.raw(
          String.format(
              Locale.ROOT,
              "<line class=\"edge\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              from,
              from,
              40,
              bottom));
      html.raw(
          String.format(
              Locale.ROOT,
              "<circle class=\"badge\" cx=\"%.1f\" cy=\"32\" r=\"9\"/><text class=\"number\""
                  + " x=\"%.1f\" y=\"36\">%d</text></g>",
              from,
              from,
              number));
      label(html, number - 1, from);
    }
  }

  /** Who, what and how long, beside the badge, where the next badge leaves room. */
  private void label(Html html, int index, double at) {
    FaultRecord fault = faults.get(index);
    List<String> lines =
        List.of(fault.target(), "%s, %s".formatted(fault.kind(), ReportText.lasted(fault)));
    double room =
        faults.stream()
            .mapToDouble(other -> x(other.at().toEpochMilli()))
            .filter(other -> other > at)
            .map(other -> other - BADGE)
            .min()
            .orElse(WIDTH);
    double wide = lines.stream().mapToInt(String::length).max().orElse(0) * LETTER;
    if (at + BADGE + wide > room) {
      return;
    }
    for (int line = 0; line < lines.size(); line++) {
      html.raw(
          String.format(
              Locale.ROOT,
              "<text class=\"who\" x=\"%.1f\" y=\"%d\">%s</text>",
              at + BADGE,
              29 + 13 * line,
              Html.escaped(lines.get(line))));
    }
  }

  private void seconds(Html html, int bottom) {
    long step = secondsBetweenLabels(Duration.ofMillis(end - begin).toSeconds());
    for (long second = 0; begin + second * 1000 <= end; second += step) {
      html.raw(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
              x(begin + second * 1000),
              bottom + 20,
              second));
    }
  }

  private static long secondsBetweenLabels(long seconds) {
    for (long step : new long[] {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800}) {
      if (seconds / step <= 10) {
        return step;
      }
    }
    return Math.max(1, seconds / 10);
  }

  private double pixelsPerMilli() {
    return (double) (WIDTH - LEFT - RIGHT) / (end - begin);
  }

  private double x(long millis) {
    return LEFT + Math.clamp(millis - begin, 0, end - begin) * pixelsPerMilli();
  }

  /** The next 1, 2 or 5 times a power of ten that is even enough to be halved. */
  private static long nice(long value) {
    long power = 1;
    while (power * 10 < value) {
      power *= 10;
    }
    for (long factor : new long[] {1, 2, 4, 5, 6, 8}) {
      if (power * factor >= value) {
        return power * factor;
      }
    }
    return power * 10;
  }
}
