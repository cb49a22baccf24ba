package onlyonce.cli.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * What is different in two files of one kind.
 *
 * @param a the file before
 * @param b the file after
 * @param fields of both, the worse ones first
 * @param onlyInA names of fields that the second one lacks
 * @param onlyInB names of fields that the first one lacks
 */
public record Differences(
    String kind,
    String a,
    String b,
    double thresholdPercent,
    List<Field> fields,
    List<String> onlyInA,
    List<String> onlyInB) {
  private static final JsonNode NOTHING = IntNode.valueOf(0);

  public Differences {
    fields = List.copyOf(fields);
    onlyInA = List.copyOf(onlyInA);
    onlyInB = List.copyOf(onlyInB);
  }

  /**
   * A field of both.
   *
   * @param percent how much more the second one has; empty where that means nothing
   */
  public record Field(
      String name, JsonNode a, JsonNode b, Optional<Double> percent, Change change) {}

  /**
   * Compares two sheets of the same kind.
   *
   * @param thresholdPercent how much of a rate or latency is chance
   */
  public static Differences of(Sheet a, Sheet b, double thresholdPercent) {
    List<Field> fields = new ArrayList<>();
    List<String> onlyInA = new ArrayList<>();
    List<String> onlyInB = new ArrayList<>();
    Set<FieldName> names = new LinkedHashSet<>(a.fields().keySet());
    names.addAll(b.fields().keySet());
    for (FieldName name : names) {
      Direction direction = a.kind().direction(name);
      if (direction == Direction.IGNORED) {
        continue;
      }
      if (!b.fields().containsKey(name)) {
        onlyInA.add(name.toString());
      } else if (!a.fields().containsKey(name)) {
        onlyInB.add(name.toString());
      }
      // Harm of a kind that the other file does not know of, such as money of another currency.
      Optional<JsonNode> without =
          direction == Direction.ZERO_IS_RIGHT ? Optional.of(NOTHING) : Optional.empty();
      Optional<JsonNode> before = a.field(name).or(() -> without);
      Optional<JsonNode> after = b.field(name).or(() -> without);
      if (before.isPresent() && after.isPresent()) {
        fields.add(field(name, direction, before.get(), after.get(), thresholdPercent));
      }
    }
    fields.sort(Comparator.comparing(Field::change));
    return new Differences(
        a.kind().label(),
        a.file().toString(),
        b.file().toString(),
        thresholdPercent,
        fields,
        onlyInA,
        onlyInB);
  }

  private static Field field(
      FieldName name, Direction direction, JsonNode a, JsonNode b, double thresholdPercent) {
    Optional<Double> percent =
        a.isNumber() && b.isNumber() && a.asDouble() != 0
            ? Optional.of((b.asDouble() - a.asDouble()) / Math.abs(a.asDouble()) * 100)
            : Optional.empty();
    return new Field(name.toString(), a, b, percent, Change.of(direction, a, b, thresholdPercent));
  }

  /** Whether nothing got worse past the threshold. */
  public boolean nothingWorse() {
    return count(Change.WORSE) == 0;
  }

  long count(Change change) {
    return fields.stream().filter(field -> field.change() == change).count();
  }
}
