package onlyonce.cli.diff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a file is, and which way each of its fields is good. Patterns are matched in their order;
 * {@code *} is any one name, {@code **} at the end whatever follows. A field that none matches is
 * told.
 *
 * @param label in words, with an article
 * @param marks the fields that every document of this kind has
 * @param directions by pattern
 */
public record Kind(String label, List<String> marks, Map<String, Direction> directions) {
  /** What {@code demo} and {@code reconcile} write. */
  static final Kind REPORT =
      new Kind(
          "a report.json",
          List.of("verdict", "classes", "latency_ms"),
          new Table()
              .put(Direction.STATE, "verdict", "checks * verdict")
              .put(Direction.ZERO_IS_RIGHT, "classes lost", "classes duplicated", "classes stuck")
              .put(Direction.ZERO_IS_RIGHT, "unexpected")
              .put(Direction.ZERO_IS_RIGHT, "money * created_minor", "money * destroyed_minor")
              .put(Direction.HIGHER_IS_BETTER, "commands_per_second")
              .put(Direction.TOLD, "latency_ms count")
              .put(Direction.LOWER_IS_BETTER, "latency_ms *")
              .put(Direction.LOWER_IS_BETTER, "longest_result_gap_ms")
              .put(Direction.LOWER_IS_BETTER, "longest_result_gap_without_orchestrator_ms")
              .put(Direction.IGNORED, "at", "command", "longest_result_gap_at", "checks **")
              .put(Direction.IGNORED, "environment **", "without_fault **")
              .directions);

  /** What {@code bench} writes. Ceilings and baselines tell of the machine, not of the engine. */
  static final Kind BENCH =
      new Kind(
          "a bench's JSON",
          List.of("verified", "rates"),
          new Table()
              .put(
                  Direction.STATE,
                  "verified",
                  "latency_ms * sustained",
                  "saga_latency_ms * sustained")
              .put(Direction.HIGHER_IS_BETTER, "rates engine", "rates engine-resent-5")
              .put(
                  Direction.HIGHER_IS_BETTER, "rates engine-resent-100", "rates engine-hot-account")
              .put(Direction.HIGHER_IS_BETTER, "rates sagas", "sensitivity *")
              .put(Direction.TOLD, "rates *", "ratios per-poll/copy-ceiling")
              .put(Direction.HIGHER_IS_BETTER, "ratios *", "endurance last/first")
              .put(Direction.TOLD, "endurance *", "latency_ms * commands_per_second")
              .put(Direction.LOWER_IS_BETTER, "latency_ms **", "saga_latency_ms **")
              .put(Direction.LOWER_IS_BETTER, "memory_mib *", "row_bytes engine *")
              .put(Direction.TOLD, "row_bytes **")
              .put(Direction.LOWER_IS_BETTER, "saga_costs * database_commits")
              .put(Direction.LOWER_IS_BETTER, "saga_costs * log_entries")
              .put(Direction.IGNORED, "spread **", "settings **", "environment **")
              .directions);

  private static final List<Kind> ALL = List.of(REPORT, BENCH);

  public Kind {
    marks = List.copyOf(marks);
    directions = Collections.unmodifiableMap(new LinkedHashMap<>(directions));
  }

  /** What a document is, by the fields that every one of its kind has. */
  static Optional<Kind> of(JsonNode document) {
    return ALL.stream().filter(kind -> kind.marks.stream().allMatch(document::has)).findFirst();
  }

  Direction direction(FieldName field) {
    return directions.entrySet().stream()
        .filter(pattern -> field.matches(pattern.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Direction.TOLD);
  }

  /** Patterns and the directions that they stand for, in their order. */
  private static final class Table {
    private final Map<String, Direction> directions = new LinkedHashMap<>();

    private Table put(Direction direction, String... some) {
      for (String pattern : some) {
        directions.put(pattern, direction);
      }
      return this;
    }
  }
}
