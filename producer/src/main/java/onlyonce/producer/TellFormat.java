package onlyonce.producer;

import java.io.BufferedInputStream;
import java.io.IOException;

/** Tells CSV from JSON Lines by the first bytes, which stay where they are. */
final class TellFormat {
  /** How many blank characters may come first. */
  static final int MAX_BLANK = 65_536;

  private static final int MAX_LOOKED_AT = 512;
  private static final int BYTE_ORDER_MARK = 3;

  private TellFormat() {}

  /** What a text source can be. */
  enum Format {
    CSV,
    JSON_LINES
  }

  /**
   * Waits for the first character that is not blank.
   *
   * @param in whose beginning has not been read
   * @throws UnusableSourceException when there is none, or it is no text
   */
  static Format of(String name, BufferedInputStream in)
      throws IOException, UnusableSourceException {
    in.mark(MAX_BLANK + MAX_LOOKED_AT);
    int first = firstFilled(name, in);
    if (isBinary(first)) {
      throw binary(name);
    }
    // Only what has arrived is looked at: whoever types his lines must not be waited for.
    for (int ahead = Math.min(in.available(), MAX_LOOKED_AT); ahead > 0; ahead--) {
      if (isBinary(in.read())) {
        throw binary(name);
      }
    }
    in.reset();
    if (first == '[') {
      throw new UnusableSourceException(
          name + " is a JSON array; write one object a line (JSON Lines), without brackets");
    }
    return first == '{' ? Format.JSON_LINES : Format.CSV;
  }

  private static int firstFilled(String name, BufferedInputStream in)
      throws IOException, UnusableSourceException {
    for (int position = 0; position < MAX_BLANK; position++) {
      int next = in.read();
      if (next < 0) {
        throw new UnusableSourceException(
            name + " is empty; it must hold CSV with a header, or JSON Lines");
      }
      if (!isBlank(next) && !(position < BYTE_ORDER_MARK && isOfMark(next))) {
        return next;
      }
    }
    throw new UnusableSourceException(
        name + " begins with more than " + MAX_BLANK + " blank characters");
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }

  private static boolean isOfMark(int character) {
    return character == 0xEF || character == 0xBB || character == 0xBF;
  }

  /** Control characters have no place in text, and UTF-16 has zeros. */
  private static boolean isBinary(int character) {
    return character >= 0 && character < ' ' && !isBlank(character);
  }

  private static UnusableSourceException binary(String name) {
    return new UnusableSourceException(
        name + " is not text in UTF-8; it must hold CSV with a header, or JSON Lines");
  }
}
