package onlyonce.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.OptionalInt;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How often a command was sent, as a header outside the payload, so that a retry stays the same
 * command.
 */
public final class Attempt {
  /** The header's name; its value is a decimal number from 1. */
  public static final String HEADER = "onlyonce_attempt";

  private Attempt() {}

  /** Adds the number to a record's headers. */
  public static void writeTo(Headers headers, int attempt) {
    headers.add(HEADER, Integer.toString(attempt).getBytes(US_ASCII));
  }

  /** The number in a record's headers, or nothing when it has none that can be read. */
  public static OptionalInt read(Headers headers) {
    @Nullable String text = Event.text(headers, HEADER);
    if (text == null || !text.matches("[1-9][0-9]{0,8}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
