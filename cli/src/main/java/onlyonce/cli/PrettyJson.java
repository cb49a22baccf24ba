package onlyonce.cli;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints: indented, with snake_case names. */
final class PrettyJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private PrettyJson() {}

  static String of(Object shown) {
    return MAPPER.writeValueAsString(shown);
  }
}
