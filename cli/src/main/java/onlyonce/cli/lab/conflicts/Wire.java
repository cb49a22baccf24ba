package onlyonce.cli.lab.conflicts;

import tools.jackson.databind.json.JsonMapper;

/** Versions as JSON, in the databases and in Kafka. */
final class Wire {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Wire() {}

  /** One write of a key. */
  record Write(String key, Version version) {}

  static String write(Write write) {
    return MAPPER.writeValueAsString(write);
  }

  static Write write(String json) {
    return MAPPER.readValue(json, Write.class);
  }

  static String siblings(Siblings siblings) {
    return MAPPER.writeValueAsString(siblings);
  }

  static Siblings siblings(String json) {
    return MAPPER.readValue(json, Siblings.class);
  }
}
