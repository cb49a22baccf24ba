package onlyonce.cli.lab;

import java.util.List;
import java.util.Locale;

/**
 * What happened when, as a picture: a lane for each thing that was watched, spans during which it
 * was in some state, ticks at which something was done, and marks through all lanes.
 *
 * @param from the first second drawn
 * @param to the last second drawn
 */
public record Timeline(double from, double to, List<Mark> marks, List<Lane> lanes, Legend legend) {
  private static final int WIDTH = 1_000;
  private static final int NAMES = 150;
  private static final int HEAD = 46;
  private static final int FOOT = 52;
  private static final int LABEL = 80;
  private static final int LABEL_ROW = 15;
  private static final int ROW = 22;
  private static final int BAR = 14;
  private static final int RIGHT = 20;

  /** A moment that concerns every lane. */
  public record Mark(double second, String label) {}

  /** One thing that was watched. */
  public record Lane(String name, List<Span> spans, List<Double> ticks) {
    public Lane {
      spans = List.copyOf(spans);
      ticks = List.copyOf(ticks);
    }
  }

  /**
   * A state that lasted.
   *
   * @param tip what a pointer over it tells
   */
  public record Span(double from, double to, Kind kind, String tip) {}

  /** What ticks and spans mean. */
  public record Legend(String tick, String blocked, String waited) {}

  /** How a span is drawn. */
  public enum Kind {
    /** Nobody else could go on. */
    BLOCKED,
    /** Somebody waited. */
    WAITED
  }

  public Timeline {
    if (to <= from) {
      throw new IllegalArgumentException("a timeline from %s to %s".formatted(from, to));
    }
    marks = List.copyOf(marks);
    lanes = List.copyOf(lanes);
  }

  /** The picture as markup. */
  public String svg() {
    int bottom = HEAD + ROW * lanes.size();
    StringBuilder svg = new StringBuilder(8_192);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Timeline\">"
            .formatted(WIDTH, bottom + FOOT));
    axis(svg, bottom);
    for (int i = 0; i < lanes.size(); i++) {
      lane(svg, lanes.get(i), HEAD + ROW * i);
    }
    marks(svg, bottom);
    legend(svg, bottom + 40);
    return svg.append("</svg>").toString();
  }

  /** Labels of marks that are close stand left and right of them, else one above the other. */
  private void marks(StringBuilder svg, int bottom) {
    boolean leftBefore = false;
    int row = 0;
    for (int i = 0; i < marks.size(); i++) {
      double x = x(marks.get(i).second());
      boolean closeToLast = i > 0 && x - x(marks.get(i - 1).second()) < LABEL;
      boolean closeToNext =
          i + 1 < marks.size() && x(marks.get(i + 1).second()) - x < LABEL && !closeToLast;
      boolean left = closeToNext || x > WIDTH - RIGHT - LABEL;
      row = closeToLast && (left || !leftBefore) ? row + 1 : 0;
      leftBefore = left;
      mark(svg, marks.get(i), left, HEAD - 12 - LABEL_ROW * row);
      line(svg, "mark", x, HEAD - 21 - LABEL_ROW * row, bottom);
    }
  }

  private void mark(StringBuilder svg, Mark mark, boolean left, int y) {
    double x = x(mark.second());
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"mark\" text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>",
            left ? "end" : "start",
            left ? x - 5 : x + 5,
            y,
            LabHtml.escaped(mark.label())));
  }

  private static void line(StringBuilder svg, String kind, double x, int top, int bottom) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%1$s\" x1=\"%2$.1f\" x2=\"%2$.1f\" y1=\"%3$d\" y2=\"%4$d\"/>",
            kind,
            x,
            top,
            bottom));
  }

  private void axis(StringBuilder svg, int bottom) {
    for (int second = (int) Math.ceil(from); second <= to; second++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>"
                  + "<text class=\"soft\" text-anchor=\"middle\" x=\"%1$.1f\" y=\"%4$d\">%5$d s</text>",
              x(second),
              HEAD,
              bottom,
              bottom + 18,
              second));
    }
  }

  private void lane(StringBuilder svg, Lane lane, int top) {
    int middle = top + ROW / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>",
            NAMES - 12,
            middle + 4,
            LabHtml.escaped(lane.name())));
    for (Span span : lane.spans()) {
      double left = x(Math.max(from, span.from()));
      double right = x(Math.min(to, span.to()));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"><title>%s</title></rect>",
              span.kind().name().toLowerCase(Locale.ROOT),
              left,
              middle - BAR / 2,
              Math.max(1.5, right - left),
              BAR,
              LabHtml.escaped(span.tip())));
    }
    for (double tick : lane.ticks()) {
      if (tick >= from && tick <= to) {
        line(svg, "tick", x(tick), middle - BAR / 2 + 2, middle + BAR / 2 - 2);
      }
    }
  }

  private void legend(StringBuilder svg, int y) {
    line(svg, "tick", NAMES + 4, y - 5, y + 5);
    int x = NAMES + 14;
    x = legendText(svg, legend.tick(), x, y);
    for (Kind kind : Kind.values()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"22\" height=\"10\" rx=\"3\"/>",
              kind.name().toLowerCase(Locale.ROOT),
              x,
              y - 5));
      x =
          legendText(
              svg,
              switch (kind) {
                case BLOCKED -> legend.blocked();
                case WAITED -> legend.waited();
              },
              x + 30,
              y);
    }
  }

  /** Where the next entry may begin. */
  private static int legendText(StringBuilder svg, String text, int x, int y) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"soft\" x=\"%d\" y=\"%d\">%s</text>",
            x,
            y + 4,
            LabHtml.escaped(text)));
    return x + 7 * text.length() + 34;
  }

  private double x(double second) {
    return NAMES + (second - from) / (to - from) * (WIDTH - NAMES - RIGHT);
  }
}
