package onlyonce.cli.diff;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What became of a field, by the direction that is good for it. */
public enum Change {
  WORSE,
  BETTER,

  /** Neither, or by less than the threshold. */
  SAME,

  /** Neither way is good. */
  TOLD;

  /** From the best to the worst; what is unknown may be either. */
  private static final List<List<String>> STATES =
      List.of(List.of("valid", "true"), List.of("unknown"), List.of("invalid", "false"));

  /** As it is shown. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Judges a field that was read as its direction asks: a state, or a number. */
  static Change of(Direction direction, JsonNode a, JsonNode b, double thresholdPercent) {
    return switch (direction) {
      case HIGHER_IS_BETTER -> past(thresholdPercent, -percentMore(a, b));
      case LOWER_IS_BETTER, ZERO_IS_RIGHT -> past(thresholdPercent, percentMore(a, b));
      case STATE -> past(0, rank(b) - rank(a));
      case TOLD, IGNORED -> TOLD;
    };
  }

  private static Change past(double threshold, double worse) {
    return worse > threshold ? WORSE : worse < -threshold ? BETTER : SAME;
  }

  /** Past any threshold where something comes of nothing, or nothing is left. */
  private static double percentMore(JsonNode a, JsonNode b) {
    double from = a.asDouble();
    double to = b.asDouble();
    if (from == to) {
      return 0;
    }
    if (from == 0 || to == 0) {
      return from < to ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return (to - from) / Math.abs(from) * 100;
  }

  static boolean isState(JsonNode value) {
    return STATES.stream().anyMatch(states -> states.contains(value.asString()));
  }

  private static int rank(JsonNode state) {
    int rank = 0;
    while (!STATES.get(rank).contains(state.asString())) {
      rank++;
    }
    return rank;
  }
}
