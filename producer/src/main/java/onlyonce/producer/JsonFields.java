package onlyonce.producer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the fields of a line from a flat JSON object, strictly: unknown fields, fields that stand
 * twice and values of another type are refused by name. A field that is left out is empty.
 */
final class JsonFields {
  private static final String AMOUNT = "amount_minor";
  private static final int MAX_COMPLAINT = 160;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(PhysicalLines.MAX_BYTES).build())
          .build();

  private JsonFields() {}

  /**
   * @throws IllegalArgumentException when the text is no such object; the message says why
   */
  static IntentFields read(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(
            "the line is no JSON object: " + IntentFields.quoted(text));
      }
      Map<String, String> values = new HashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (!IntentFields.NAMES.contains(name)) {
          throw new IllegalArgumentException(
              "unknown field " + IntentFields.quoted(name) + "; known: " + known());
        }
        if (values.put(name, value(parser, name)) != null) {
          throw new IllegalArgumentException("field " + name + " stands twice");
        }
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON object");
      }
      List<String> fields =
          IntentFields.NAMES.stream().map(name -> values.getOrDefault(name, "")).toList();
      return IntentFields.of(fields);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the line is no JSON: " + complaint(e), e);
    }
  }

  private static String value(JsonParser parser, String name) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (!name.equals(AMOUNT)) {
      throw new IllegalArgumentException(name + " must be a JSON string");
    }
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw new IllegalArgumentException(
          AMOUNT + " must be a JSON integer of minor units, or a string of one");
    }
    return parser.getString();
  }

  private static String known() {
    return String.join(", ", IntentFields.NAMES);
  }

  /** Jackson quotes what it met: made fit for one line of text. */
  private static String complaint(JacksonException e) {
    String message = IntentFields.printable(String.valueOf(e.getOriginalMessage()), MAX_COMPLAINT);
    return message.strip();
  }
}
