package onlyonce.chaos.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of one entry, big-endian. A length of -1 stands for null. What is written with {@link
 * #name} stands there once, and as its number from then on.
 */
final class EntryOutput implements AutoCloseable {
  static final int NO_NUMBER = 0xFFFF;
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataOutputStream out;
  private final Map<String, Integer> names = new HashMap<>();

  EntryOutput(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
  }

  void flag(boolean value) throws IOException {
    out.writeByte(value ? 1 : 0);
  }

  void number(int value) throws IOException {
    out.writeInt(value);
  }

  void number(long value) throws IOException {
    out.writeLong(value);
  }

  void optional(@Nullable Long value) throws IOException {
    flag(value != null);
    if (value != null) {
      out.writeLong(value);
    }
  }

  void bytes(byte @Nullable [] value) throws IOException {
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.write(value);
    }
  }

  void text(String value) throws IOException {
    bytes(value.getBytes(UTF_8));
  }

  /** One of few texts that come again and again. */
  void name(String value) throws IOException {
    Integer known = names.get(value);
    if (known != null) {
      out.writeShort(known);
      return;
    }
    // A foreign client may have written any number of different ones.
    boolean more = names.size() < NO_NUMBER;
    out.writeShort(more ? names.size() : NO_NUMBER);
    text(value);
    if (more) {
      names.put(value, names.size());
    }
  }

  void optionalName(@Nullable String value) throws IOException {
    flag(value != null);
    if (value != null) {
      name(value);
    }
  }

  void id(UUID value) throws IOException {
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  void optionalId(@Nullable UUID value) throws IOException {
    flag(value != null);
    if (value != null) {
      id(value);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
