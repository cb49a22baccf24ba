package onlyonce.producer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Journal lines as JSON. A missing property is null, which is refused, or nothing, where it may be
 * absent.
 */
final class JournalFormat {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectWriter WRITER = JSON.writerFor(JournalLine.class);
  private static final ObjectReader READER = JSON.readerFor(JournalLine.class);

  private JournalFormat() {}

  /** The JSON of a line, without a line end. */
  static byte[] encode(JournalLine line) {
    return WRITER.writeValueAsBytes(line);
  }

  /**
   * @throws JacksonException when the bytes are no journal line
   */
  static JournalLine decode(byte[] bytes) {
    return READER.readValue(bytes);
  }
}
