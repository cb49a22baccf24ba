package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
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
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  /** Threads may overwrite each other's: all that can be lost is time. */
  private static final @Nullable Known[] LATELY = new Known[1 << 8];

  @SuppressWarnings("ArrayRecordComponent") // Compared by hand.
  private record Known(byte[] bytes, String text) {}

  /** Adds the attributes to a record's headers. */
  public void writeTo(Headers headers) {
    headers.add(SPEC_VERSION, VERSION_1);
    headers.add(ID, id.toString().getBytes(UTF_8));
    headers.add(TYPE, type.getBytes(UTF_8));
    headers.add(SOURCE, source.getBytes(UTF_8));
    headers.add(TIME, Rfc3339.format(time).getBytes(UTF_8));
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
    requireVersion1(version);
    return new Event(
        id(new String(require(id, ID), UTF_8)),
        shared(require(type, TYPE)),
        shared(require(source, SOURCE)),
        time(new String(require(time, TIME), UTF_8)));
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

  private static void requireVersion1(@Nullable Header header) throws UnreadableException {
    byte[] version = require(header, SPEC_VERSION);
    if (!Arrays.equals(version, VERSION_1)) {
      throw new UnreadableException(
          DeadLetterReason.BAD_HEADER,
          SPEC_VERSION + " must be 1.0 but is \"" + new String(version, UTF_8) + '"');
    }
  }

  private static byte[] require(@Nullable Header header, String name) throws UnreadableException {
    byte[] value = header == null ? null : header.value();
    if (value == null || value.length == 0) {
      throw new UnreadableException(
          DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
    }
    return value;
  }

  /** The text, which most likely came lately: few types and sources write all of a log. */
  private static String shared(byte[] bytes) {
    int hash = Arrays.hashCode(bytes);
    int place = (hash ^ hash >>> 16) & (LATELY.length - 1);
    Known known = LATELY[place];
    if (known == null || !Arrays.equals(known.bytes, bytes)) {
      known = new Known(bytes, new String(bytes, UTF_8));
      LATELY[place] = known;
    }
    return known.text;
  }

  /** The last header of that name as text, or null. */
  static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
