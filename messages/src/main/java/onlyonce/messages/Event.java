package onlyonce.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

  private static final byte[] SPEC_VERSION_1 = "1.0".getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  /** Adds the attributes to a record's headers. */
  public void writeTo(Headers headers) {
    headers.add(SPEC_VERSION, SPEC_VERSION_1);
    headers.add(ID, id.toString().getBytes(UTF_8));
    headers.add(TYPE, type.getBytes(UTF_8));
    headers.add(SOURCE, source.getBytes(UTF_8));
    headers.add(TIME, Rfc3339.format(time).getBytes(ISO_8859_1));
    headers.add(CONTENT_TYPE, JSON);
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
