package onlyonce.cli.lab.partitioning;

import java.util.List;
import java.util.Locale;

/** A picture of growth: a group of bars for each shard that comes, and the bound across them. */
final class GrowthBars {
  private static final int WIDTH = 1_000;
  private static final int LEFT = 60;
  private static final int TOP = 24;
  private static final int HEIGHT = 220;
  private static final int BAR = 30;
  private static final String RED = "var(--blocked)";
  private static final String AMBER = "var(--waited)";
  private static final String GREEN = "var(--tick)";

  private final StringBuilder svg = new StringBuilder(8_192);

  private GrowthBars() {}

  static String svg(List<Growth> steps) {
    return new GrowthBars().draw(steps);
  }

  private String draw(List<Growth> steps) {
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Share of the accounts that move\">"
            .formatted(WIDTH, TOP + HEIGHT + 70));
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      line("grid", LEFT, WIDTH - 10, y);
      text("soft", "end", LEFT - 8, y + 4, percent + " %");
    }
    double group = (double) (WIDTH - LEFT - 10) / Math.max(1, steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Growth step = steps.get(i);
      double middle = LEFT + group * (i + 0.5);
      bar(middle - 1.5 * BAR - 4, step.modulo(), RED);
      bar(middle - 0.5 * BAR, step.forgetful(), AMBER);
      bar(middle + 0.5 * BAR + 4, step.ring(), GREEN);
      line("mark", middle - 1.5 * BAR - 14, middle + 1.5 * BAR + 14, y(step.bound()));
      text(
          "soft",
          "middle",
          middle,
          TOP + HEIGHT + 18,
          "%d to %d shards".formatted(step.to() - 1, step.to()));
    }
    double y = TOP + HEIGHT + 48;
    double x = legend(LEFT, y, RED, "modulo");
    x = legend(x, y, AMBER, "ring, walked anew");
    x = legend(x, y, GREEN, "ring, from where things are");
    line("mark", x, x + 30, y - 4);
    text("soft", "start", x + 38, y, "the bound, 1.5 / shards");
    return svg.append("</svg>").toString();
  }

  private static double y(double share) {
    return TOP + HEIGHT * (1 - Math.min(1, share));
  }

  private void bar(double x, double share, String fill) {
    rect(x, y(share), BAR, TOP + HEIGHT - y(share), fill);
    text(
        "soft",
        "middle",
        x + BAR / 2.0,
        y(share) - 4,
        String.format(Locale.ROOT, "%.0f", 100 * share));
  }

  private double legend(double x, double y, String fill, String label) {
    rect(x, y - 10, 14, 12, fill);
    text("soft", "start", x + 20, y, label);
    return x + 20 + 7.5 * label.length() + 28;
  }

  private void rect(double x, double y, double width, double height, String fill) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" style=\"fill:%s\"/>",
            x,
            y,
            width,
            height,
            fill));
  }

  private void line(String kind, double from, double to, double y) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%4$.1f\" y2=\"%4$.1f\"/>",
            kind,
            from,
            to,
            y));
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
