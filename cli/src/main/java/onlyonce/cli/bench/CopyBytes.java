package onlyonce.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Rows in the format of PostgreSQL's binary COPY, made before they are needed. The format is that
 * of the PostgreSQL manual, "COPY", section "Binary Format".
 */
final class CopyBytes {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final DataOutputStream out = new DataOutputStream(bytes);

  CopyBytes() {
    write(
        () -> {
          out.write(SIGNATURE);
          out.writeInt(0);
          out.writeInt(0);
        });
  }

  private interface Writing {
    void run() throws IOException;
  }

  CopyBytes row(int columns) {
    return write(() -> out.writeShort(columns));
  }

  CopyBytes int4(int value) {
    return write(
        () -> {
          out.writeInt(Integer.BYTES);
          out.writeInt(value);
        });
  }

  CopyBytes int8(long value) {
    return write(
        () -> {
          out.writeInt(Long.BYTES);
          out.writeLong(value);
        });
  }

  CopyBytes uuid(UUID value) {
    return write(
        () -> {
          out.writeInt(2 * Long.BYTES);
          out.writeLong(value.getMostSignificantBits());
          out.writeLong(value.getLeastSignificantBits());
        });
  }

  CopyBytes bytea(byte[] value) {
    return write(
        () -> {
          out.writeInt(value.length);
          out.write(value);
        });
  }

  CopyBytes text(String value) {
    return bytea(value.getBytes(UTF_8));
  }

  /** All rows, ready to be sent. */
  byte[] end() {
    write(() -> out.writeShort(-1));
    return bytes.toByteArray();
  }

  private CopyBytes write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes everything", e);
    }
  }
}
