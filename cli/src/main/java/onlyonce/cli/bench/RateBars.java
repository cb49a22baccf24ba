package onlyonce.cli.bench;

import java.util.Locale;
import java.util.Map;

/**
 * Rates as bars: ceilings grey, baselines blue, the engine green, with a line from the lowest to
 * the highest run. The read ceiling is often far above all others, so it is told, not drawn to
 * scale.
 */
final class RateBars {
  private static final int NAMES = 210;
  private static final int WIDTH = 960;
  private static final int FIGURES = 130;
  private static final int ROW = 30;
  private static final int BAR = 18;
  private static final String OFF_SCALE = "read-ceiling";

  private final Map<String, Rate> rates;
  private final double most;

  RateBars(Map<String, Rate> rates) {
    this.rates = rates;
    this.most =
        rates.entrySet().stream()
            .filter(entry -> rates.size() == 1 || !entry.getKey().equals(OFF_SCALE))
            .mapToDouble(entry -> entry.getValue().highest())
            .max()
            .orElse(1);
  }

  void writeTo(StringBuilder html) {
    html.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Rates as bars\">",
            WIDTH,
            ROW * rates.size()));
    int row = 0;
    for (Map.Entry<String, Rate> entry : rates.entrySet()) {
      bar(html, entry.getKey(), entry.getValue(), ROW * row++);
    }
    html.append("</svg>");
  }

  private void bar(StringBuilder html, String name, Rate rate, int top) {
    double length = length(rate.median());
    int middle = top + ROW / 2;
    html.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
                NAMES - 10,
                middle + 5))
        .append(BenchHtml.escaped(name))
        .append("</text>")
        .append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
                kind(name),
                NAMES,
                middle - BAR / 2,
                length,
                BAR))
        .append(
            String.format(
                Locale.ROOT,
                "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                NAMES + length(rate.lowest()),
                NAMES + length(rate.highest()),
                middle,
                middle))
        .append(
            String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\">%,.0f%s</text>",
                NAMES + Math.max(length, length(rate.highest())) + 8,
                middle + 5,
                rate.median(),
                rate.median() > most ? " →" : ""));
  }

  private double length(double rate) {
    return Math.min(rate, most) / most * (WIDTH - NAMES - FIGURES);
  }

  private static String kind(String name) {
    if (name.endsWith("-ceiling")) {
      return "ceiling";
    }
    return name.startsWith("per-") ? "base" : "ours";
  }
}
