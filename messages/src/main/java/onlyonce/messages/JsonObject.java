package onlyonce.messages;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * A flat JSON object, read strictly: duplicate keys, unknown fields, missing fields, nested values
 * and anything after the object are refused by name.
 */
final class JsonObject {
  /** Far more than any message has: what is searched one by one must stay short. */
  private static final int MAX_FIELDS = 100;

  /** Buffers by thread: pools that threads share cost more than so small objects. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .rootValueSeparator("")
          .build();

  // By thread: a parser or generator costs several times what it reads or writes.
  private static final ThreadLocal<Reader> READER = ThreadLocal.withInitial(Reader::new);
  private static final ThreadLocal<Writer> WRITER = ThreadLocal.withInitial(Writer::new);

  // Few enough to be searched one by one, in the order that they stand in.
  private final List<String> names = new ArrayList<>(8);
  private final List<Object> values = new ArrayList<>(8);

  private JsonObject() {}

  /** Reads an object of strings, integers and booleans. */
  static JsonObject read(byte @Nullable [] bytes) throws UnreadableException {
    if (bytes == null || bytes.length == 0) {
      throw new UnreadableException(DeadLetterReason.BAD_JSON, "the payload is empty");
    }
    if (!startsAsUtf8(bytes)) {
      throw new UnreadableException(
          DeadLetterReason.BAD_JSON, "the payload is not JSON in UTF-8 without a byte order mark");
    }
    Reader reader = READER.get();
    boolean whole = false;
    try {
      JsonObject object = reader.read(bytes);
      whole = true;
      return object;
    } catch (JacksonException e) {
      throw new UnreadableException(
          DeadLetterReason.BAD_JSON, "the payload is no JSON: " + e.getOriginalMessage());
    } finally {
      if (!whole) {
        READER.remove(); // It stands somewhere inside a text.
      }
    }
  }

  /** A parser that is fed one text after the other. */
  private static final class Reader {
    private final JsonParser parser =
        JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    private final ByteArrayFeeder feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();

    JsonObject read(byte[] bytes) throws UnreadableException {
      feeder.feedInput(bytes, 0, lengthWithoutSpace(bytes));
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException(DeadLetterReason.BAD_JSON, "the payload is no JSON object");
      }
      JsonObject object = new JsonObject();
      JsonToken token = parser.nextToken();
      while (token == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        Object value = scalar(parser, name);
        if (object.has(name)) {
          throw new UnreadableException(
              DeadLetterReason.DUPLICATE_KEY, "field " + name + " stands twice");
        }
        object.add(name, value);
        token = parser.nextToken();
      }
      if (token != JsonToken.END_OBJECT) {
        throw cutOff();
      }
      if (!feeder.needMoreInput()) {
        throw new UnreadableException(DeadLetterReason.BAD_JSON, "something follows the object");
      }
      return object;
    }
  }

  private static int lengthWithoutSpace(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && " \t\r\n".indexOf(bytes[length - 1]) >= 0) {
      length--;
    }
    return length;
  }

  private static UnreadableException cutOff() {
    return new UnreadableException(
        DeadLetterReason.BAD_JSON, "the payload is no JSON: it ends inside the object");
  }

  /** Jackson would read UTF-16 and UTF-32 too, which other readers of the same bytes refuse. */
  private static boolean startsAsUtf8(byte[] bytes) {
    return bytes[0] > 0 && (bytes.length == 1 || bytes[1] > 0);
  }

  private static Object scalar(JsonParser parser, String name) throws UnreadableException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    if (token == JsonToken.NOT_AVAILABLE) {
      throw cutOff();
    }
    throw new UnreadableException(
        DeadLetterReason.BAD_VALUE,
        "field " + name + " must be a string, an integer of 64 bits or a boolean");
  }

  /** Refuses every field that was not asked for. */
  JsonObject only(Set<String> known) throws UnreadableException {
    if (!known.containsAll(names)) {
      Set<String> unknown = new TreeSet<>(names);
      unknown.removeAll(known);
      throw new UnreadableException(
          DeadLetterReason.UNKNOWN_FIELD, "unknown field " + String.join(", ", unknown));
    }
    return this;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  private void add(String name, Object value) throws UnreadableException {
    if (names.size() == MAX_FIELDS) {
      throw new UnreadableException(
          DeadLetterReason.UNKNOWN_FIELD, "more than " + MAX_FIELDS + " fields");
    }
    names.add(name);
    values.add(value);
  }

  String string(String name) throws UnreadableException {
    return require(name, String.class, "a string");
  }

  Optional<String> optionalString(String name) throws UnreadableException {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  long integer(String name) throws UnreadableException {
    return require(name, Long.class, "an integer");
  }

  /** An integer of 32 bits. */
  int smallInteger(String name) throws UnreadableException {
    long value = integer(name);
    if (value != (int) value) {
      throw new UnreadableException(
          DeadLetterReason.BAD_VALUE,
          "field " + name + " must be an integer of 32 bits but is " + value);
    }
    return (int) value;
  }

  boolean bool(String name) throws UnreadableException {
    return require(name, Boolean.class, "true or false");
  }

  /** A value that a constructor checks; its complaint becomes the reason. */
  <T> T checked(String name, Check<T> check) throws UnreadableException {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          DeadLetterReason.BAD_VALUE, "field " + name + ": " + e.getMessage());
    }
  }

  AccountId account(String name) throws UnreadableException {
    String value = string(name);
    return checked(name, () -> AccountId.ofClient(value));
  }

  Amount amount(String name) throws UnreadableException {
    long value = integer(name);
    return checked(name, () -> new Amount(value));
  }

  CurrencyCode currency(String name) throws UnreadableException {
    String value = string(name);
    return checked(name, () -> CurrencyCode.of(value));
  }

  UUID id(String name) throws UnreadableException {
    String value = string(name);
    return CommandIds.parse(value)
        .orElseThrow(
            () ->
                new UnreadableException(
                    DeadLetterReason.BAD_VALUE,
                    "field " + name + " must be a UUIDv7 in lower case but is \"" + value + '"'));
  }

  private <T> T require(String name, Class<T> type, String expected) throws UnreadableException {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new UnreadableException(
          DeadLetterReason.MISSING_FIELD, "field " + name + " is missing");
    }
    Object value = values.get(place);
    if (!type.isInstance(value)) {
      throw new UnreadableException(
          DeadLetterReason.BAD_VALUE, "field " + name + " must be " + expected);
    }
    return type.cast(value);
  }

  /** Writes an object; the same calls give the same bytes. */
  static byte[] write(Fields fields) {
    Writer writer = WRITER.get();
    try {
      return writer.write(fields);
    } catch (RuntimeException e) {
      WRITER.remove(); // It stands somewhere inside an object.
      throw e;
    }
  }

  /** A generator and where it writes to, for one object after the other. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private final JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out);

    byte[] write(Fields fields) {
      out.reset();
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
      json.flush();
      return out.toByteArray();
    }
  }

  /** What {@link #write} puts into the object. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json);
  }

  /** A value or the complaint of its constructor. */
  @FunctionalInterface
  interface Check<T> {
    T get();
  }
}
