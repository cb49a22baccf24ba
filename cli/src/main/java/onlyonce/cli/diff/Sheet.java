package onlyonce.cli.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file's fields, each by its name, in the file's order. Of lists only those are read whose
 * entries have names, such as checks.
 */
public record Sheet(Path file, Kind kind, Map<FieldName, JsonNode> fields) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public Sheet {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableSheetException when it is not there, is no JSON, or is of no known kind
   */
  public static Sheet read(Path file) throws UnreadableSheetException {
    JsonNode document;
    try {
      document = MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UnreadableSheetException("cannot read the file " + file, e);
    } catch (JacksonException e) {
      throw new UnreadableSheetException(
          "%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    Kind kind =
        Kind.of(document)
            .orElseThrow(
                () ->
                    new UnreadableSheetException(
                        "%s is neither %s nor %s"
                            .formatted(file, Kind.REPORT.label(), Kind.BENCH.label())));
    Map<FieldName, JsonNode> fields = new LinkedHashMap<>();
    collect(List.of(), document, fields);
    Sheet sheet = new Sheet(file, kind, fields);
    sheet.requireJudgeable();
    return sheet;
  }

  private void requireJudgeable() throws UnreadableSheetException {
    for (Map.Entry<FieldName, JsonNode> field : fields.entrySet()) {
      JsonNode value = field.getValue();
      boolean judgeable =
          switch (kind.direction(field.getKey())) {
            case HIGHER_IS_BETTER, LOWER_IS_BETTER, ZERO_IS_RIGHT -> value.isNumber();
            case STATE -> Change.isState(value);
            case TOLD, IGNORED -> true;
          };
      if (!judgeable) {
        throw new UnreadableSheetException(
            "%s: the field \"%s\" cannot be %s".formatted(file, field.getKey(), value));
      }
    }
  }

  Optional<JsonNode> field(FieldName name) {
    return Optional.ofNullable(fields.get(name));
  }

  private static void collect(List<String> path, JsonNode node, Map<FieldName, JsonNode> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> collect(longer(path, field.getKey()), field.getValue(), fields));
    } else if (node.isArray()) {
      for (JsonNode entry : node) {
        if (entry.path("name").isString()) {
          collect(longer(path, entry.get("name").asString()), entry, fields);
        }
      }
    } else if (!node.isNull()) {
      fields.put(new FieldName(path), node);
    }
  }

  private static List<String> longer(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
