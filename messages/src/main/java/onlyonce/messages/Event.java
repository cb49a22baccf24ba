package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent in Kafka's binary mode: five {@code ce_} headers beside the
 * payload.
 *
 * @see <a href="https://github.com/cloudevents/spec">CloudEvents 1.0, Kafka protocol binding</a>
 */
public record Event(UUID id, String type, String source, Instant time) {
  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String SOURCE = "ce_source";
  public static final String TIME = "ce_time";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String CONTENT_TYPE = "content-type";

  private static final byte[] VERSION_1 = "1.0".getBytes(UTF_8);
  private static final Header SPEC_VERSION_1 = new Attribute(SPEC_VERSION, VERSION_1);
  private static final Header JSON = Attribute.of(CONTENT_TYPE, "application/json");

  /** A header that may stand in many records. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares headers.
  private record Attribute(String key, byte[] value) implements Header {
    static Attribute of(String key, String value) {
      return new Attribute(key, value.getBytes(UTF_8));
    }
  }

  /** Adds the attributes to a record's headers. */
  public void writeTo(Headers headers) {
    headers.add(SPEC_VERSION_1);
    headers.add(Attribute.of(ID, id.toString()));
    headers.add(Attribute.of(TYPE, type));
    headers.add(Attribute.of(SOURCE, source));
    headers.add(Attribute.of(TIME, Rfc3339.format(time)));
    headers.add(JSON);
  }

  /**
   * Reads the attributes of a record.
   *
   * @throws UnreadableException when one is missing or malformed, or the id is no UUIDv7
   */
  public static Event read(Headers headers) throws UnreadableException {
    @Nullable Header version = null;
    @Nullable Header id = null;
    @Nullable Header type = null;
    @Nullable Header source = null;
    @Nullable Header time = null;
    for (Header header : headers) { // Of several by one name the last one counts.
      switch (header.key()) {
        case SPEC_VERSION -> version = header;
        case ID -> id = header;
        case TYPE -> type = header;
        case SOURCE -> source = header;
        case TIME -> time = header;
        default -> {}
      }
    }
    requireVersion1(require(version, SPEC_VERSION));
    return new Event(
        id(require(id, ID)),
        require(type, TYPE),
        require(source, SOURCE),
        time(require(time, TIME)));
  }

  private static void requireVersion1(String version) throws UnreadableException {
    if (!version.equals("1.0")) {
      throw new UnreadableException(
          DeadLetterReason.BAD_HEADER, SPEC_VERSION + " must be 1.0 but is \"" + version + '"');
    }
  }

  private static Instant time(String text) throws UnreadableException {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableException(
          DeadLetterReason.BAD_HEADER, TIME + " must be an RFC 3339 time but is \"" + text + '"');
    }
  }

  private static UUID id(String text) throws UnreadableException {
    return CommandIds.parse(text)
        .orElseThrow(
            () ->
                new UnreadableException(
                    DeadLetterReason.BAD_ID,
                    ID + " must be a UUIDv7 in lower case but is \"" + text + '"'));
  }

  private static String require(@Nullable Header header, String name) throws UnreadableException {
    String value = text(header);
    if (value == null || value.isEmpty()) {
      throw new UnreadableException(
          DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
    }
    return value;
  }

  /** The last header of that name as text, or null. */
  static @Nullable String text(Headers headers, String name) {
    return text(headers.lastHeader(name));
  }

  private static @Nullable String text(@Nullable Header header) {
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
