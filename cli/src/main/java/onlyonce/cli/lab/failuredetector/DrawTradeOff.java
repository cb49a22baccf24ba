package onlyonce.cli.lab.failuredetector;

import java.util.List;
import java.util.Locale;
import onlyonce.ledger.detection.DetectorSettings;

/**
 * Detectors between fast and right: to the right the longest detection, on a logarithmic scale;
 * upward the mistakes. A kill that was missed puts a detector at the right edge.
 */
final class DrawTradeOff {
  private static final int WIDTH = 1_000;
  private static final int LEFT = 60;
  private static final int RIGHT = 110;
  private static final int TOP = 24;
  private static final int HEIGHT = 280;
  private static final double FASTEST_MILLIS = 30;
  private static final double SLOWEST_MILLIS = 10_000;
  private static final int[] GRID_MILLIS = {50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};
  private static final String TIMEOUTS = "var(--tick)";
  private static final String PHIS = "var(--waited)";

  private final StringBuilder svg = new StringBuilder(8_192);
  private final double mostMistakes;

  private DrawTradeOff(List<Score> scores) {
    this.mostMistakes = Math.max(1, scores.stream().mapToInt(Score::mistakes).max().orElse(1));
  }

  static String svg(List<Score> scores) {
    return new DrawTradeOff(scores).draw(scores);
  }

  private String draw(List<Score> scores) {
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Mistakes by detection time\">"
            .formatted(WIDTH, TOP + HEIGHT + 74));
    int step = Math.max(1, (int) Math.ceil(mostMistakes / 5));
    for (int mistakes = 0; mistakes <= mostMistakes; mistakes += step) {
      line("grid", LEFT, WIDTH - RIGHT, y(mistakes), y(mistakes));
      text("soft", "end", LEFT - 8, y(mistakes) + 4, Integer.toString(mistakes));
    }
    for (int millis : GRID_MILLIS) {
      line("grid", x(millis), x(millis), TOP, TOP + HEIGHT);
      text("soft", "middle", x(millis), TOP + HEIGHT + 18, scale(millis));
    }
    line("mark", x(Score.IN_TIME_MILLIS), x(Score.IN_TIME_MILLIS), TOP, TOP + HEIGHT);
    text("mark", "end", x(Score.IN_TIME_MILLIS) - 5, TOP + 10, "in time");
    dots(ofKind(scores, DetectorSettings.Timeout.class), TIMEOUTS, "start", -9);
    dots(ofKind(scores, DetectorSettings.Phi.class), PHIS, "end", 18);
    double y = TOP + HEIGHT + 52;
    double x = legend(LEFT, y, TIMEOUTS, "fixed timeout");
    x = legend(x, y, PHIS, "phi-accrual");
    text("soft", "start", x, y, "longest detection → · mistakes ↑ · a ring: kills were missed");
    return svg.append("</svg>").toString();
  }

  private static List<Score> ofKind(List<Score> scores, Class<?> kind) {
    return scores.stream().filter(score -> kind.isInstance(score.settings())).toList();
  }

  private void dots(List<Score> scores, String colour, String anchor, int labelled) {
    for (Score score : scores) {
      double x = x(score.longestMillis());
      double y = y(score.mistakes());
      boolean missed = score.missed() > 0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" style=\"fill:%s;stroke:%s;stroke-width:2\"/>",
              x,
              y,
              missed ? "none" : colour,
              colour));
      text("soft", anchor, x, y + labelled, score.settings().label());
    }
  }

  private static double x(double millis) {
    double inside = Math.clamp(millis, FASTEST_MILLIS, SLOWEST_MILLIS);
    return LEFT
        + (WIDTH - LEFT - RIGHT)
            * Math.log(inside / FASTEST_MILLIS)
            / Math.log(SLOWEST_MILLIS / FASTEST_MILLIS);
  }

  private double y(double mistakes) {
    return TOP + HEIGHT * (1 - mistakes / mostMistakes);
  }

  private static String scale(int millis) {
    return millis < 1_000 ? millis + " ms" : millis / 1_000 + " s";
  }

  private double legend(double x, double y, String colour, String label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" style=\"fill:%s\"/>",
            x + 6,
            y - 4,
            colour));
    text("soft", "start", x + 18, y, label);
    return x + 18 + 7.5 * label.length() + 28;
  }

  private void line(String kind, double fromX, double toX, double fromY, double toY) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            fromX,
            toX,
            fromY,
            toY));
  }

  private void text(String kind, String anchor, double x, double y, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            kind,
            anchor,
            x,
            y,
            words));
  }
}
