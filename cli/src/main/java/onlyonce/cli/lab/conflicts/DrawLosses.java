package onlyonce.cli.lab.conflicts;

import java.util.List;
import java.util.Locale;

/** A bar for each policy: which part of the acknowledged additions is gone. */
final class DrawLosses {
  private static final int WIDTH = 1_000;
  private static final int LEFT = 230;
  private static final int RIGHT = 130;
  private static final int ROW = 34;

  private DrawLosses() {}

  static String svg(List<Measured> all) {
    StringBuilder svg = new StringBuilder(4_096);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Lost additions\">"
            .formatted(WIDTH, ROW * all.size() + 10));
    for (int i = 0; i < all.size(); i++) {
      FillCarts.Outcome carts = all.get(i).carts();
      double share = carts.acknowledged() == 0 ? 0 : (double) carts.lost() / carts.acknowledged();
      double width = Math.max(1.5, share * (WIDTH - LEFT - RIGHT));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"3\" style=\"fill:%s\"/>"
                  + "<text class=\"soft\" x=\"%.1f\" y=\"%d\">%d of %d</text>",
              LEFT - 12,
              ROW * i + 20,
              all.get(i).variant().label(),
              LEFT,
              ROW * i + 7,
              width,
              carts.lost() == 0 ? "var(--tick)" : "var(--blocked)",
              LEFT + width + 8,
              ROW * i + 20,
              carts.lost(),
              carts.acknowledged()));
    }
    return svg.append("</svg>").toString();
  }
}
