package onlyonce.cli.lab.conflicts;

import java.util.List;
import java.util.Locale;

/**
 * The course's example as a space-time diagram: a line for each site, time to the right, and at the
 * right end what each policy has made of it.
 */
final class DrawExample {
  private static final int WIDTH = 1_000;
  private static final int LEFT = 40;
  private static final int LINES_END = 425;
  private static final int FIRST_COLUMN = 470;
  private static final int TOP = 56;
  private static final int ROW = 70;
  private static final String SITES = "ABC";
  private static final String EARLIER = "var(--waited)";
  private static final String LATER = "var(--tick)";

  private final StringBuilder svg = new StringBuilder(8_192);

  private DrawExample() {}

  static String svg(List<Measured> all) {
    return new DrawExample().draw(all);
  }

  private String draw(List<Measured> all) {
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"The course's example\">"
            .formatted(WIDTH, TOP + 2 * ROW + 44));
    for (int site = 0; site < SITES.length(); site++) {
      line("grid", LEFT, y(site), LINES_END, y(site), "");
      text("mark", "end", LEFT - 10, y(site) + 4, SITES.substring(site, site + 1));
    }
    write(80, 0, CourseExample.FIRST, EARLIER);
    arrow(80, 0, 150, 2, EARLIER);
    write(220, 1, CourseExample.SECOND, LATER);
    arrow(220, 1, 290, 0, LATER);
    arrow(220, 1, 290, 2, LATER);
    arrow(80, 0, 400, 1, EARLIER);
    text("soft", "start", LEFT, TOP + 2 * ROW + 38, "x = 10 comes to B last, for its link was cut");
    double column = (double) (WIDTH - FIRST_COLUMN) / Math.max(1, all.size());
    for (int i = 0; i < all.size(); i++) {
      outcome(all.get(i), FIRST_COLUMN + column * i);
    }
    return svg.append("</svg>").toString();
  }

  private void outcome(Measured measured, double x) {
    String[] words = measured.variant().label().split(", ", 2);
    text("soft", "start", x, TOP - 34, words[0]);
    if (words.length > 1) {
      text("soft", "start", x, TOP - 19, words[1]);
    }
    List<List<String>> values = List.copyOf(measured.aware().shown().values());
    for (int site = 0; site < values.size(); site++) {
      String value = String.join(" | ", values.get(site));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"mark\" x=\"%.1f\" y=\"%d\" style=\"fill:%s\">%s</text>",
              x + 8,
              y(site) + 4,
              value.equals(CourseExample.SECOND) ? LATER : EARLIER,
              value));
    }
  }

  private static int y(int site) {
    return TOP + ROW * site;
  }

  private void write(int x, int site, String value, String colour) {
    svg.append(
        "<circle cx=\"%d\" cy=\"%d\" r=\"6\" style=\"fill:%s\"/>".formatted(x, y(site), colour));
    text("mark", "end", x - 10, y(site) - 8, "x = " + value);
  }

  private void arrow(int fromX, int from, int toX, int to, String colour) {
    line("", fromX, y(from), toX, y(to), "stroke:%s;stroke-width:2".formatted(colour));
    svg.append(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" style=\"fill:none;stroke:%s;stroke-width:2\"/>"
            .formatted(toX, y(to), colour));
  }

  private void line(String kind, int fromX, int fromY, int toX, int toY, String style) {
    svg.append(
        "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" style=\"%s\"/>"
            .formatted(kind, fromX, fromY, toX, toY, style));
  }

  private void text(String kind, String anchor, double x, int y, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>",
            kind,
            anchor,
            x,
            y,
            words));
  }
}
