package onlyonce.producer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a byte stream, ended by LF, CRLF or CR, each decoded by itself: bytes that are no
 * UTF-8 spoil their own line only, and a line without end spoils no memory.
 */
final class PhysicalLines implements AutoCloseable {
  static final int MAX_BYTES = 65_536;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[65_536];
  private int position;
  private int limit;
  private long number;
  private boolean afterCarriageReturn;

  PhysicalLines(InputStream in) {
    this.in = in;
  }

  /**
   * A line without its end.
   *
   * @param text empty when there is a fault
   * @param fault why the line has no text, or null
   */
  record Physical(long number, String text, @Nullable String fault) {}

  /** The next line, or null at the end. A last line needs no line end. */
  @Nullable Physical next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    long length = 0;
    boolean any = false;
    while (true) {
      int start = skipLineFeed();
      if (start >= limit && !fill()) {
        break;
      }
      start = skipLineFeed();
      if (start >= limit) {
        continue;
      }
      any = true;
      int end = start;
      while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      if (length <= MAX_BYTES) {
        bytes.write(buffer, start, end - start);
      }
      length += end - start;
      position = end;
      if (end < limit) {
        afterCarriageReturn = buffer[end] == '\r';
        position = end + 1;
        break;
      }
    }
    return any ? line(bytes.toByteArray(), length) : null;
  }

  /** The LF of a CRLF belongs to the line before. */
  private int skipLineFeed() {
    if (afterCarriageReturn && position < limit) {
      if (buffer[position] == '\n') {
        position++;
      }
      afterCarriageReturn = false;
    }
    return position;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(0, read);
    return read > 0;
  }

  private Physical line(byte[] bytes, long length) {
    number++;
    if (length > MAX_BYTES) {
      return new Physical(number, "", "the line is longer than " + MAX_BYTES + " bytes");
    }
    int skipped = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, skipped, bytes.length - skipped))
              .toString();
      return new Physical(number, text, null);
    } catch (CharacterCodingException e) {
      return new Physical(number, "", "the line is not UTF-8");
    }
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
