package onlyonce.chaos.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EntryOutput} wrote. */
final class EntryInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Kafka's records and our rows are far below it. */
  private static final int MAX_BYTES = 1 << 28;

  private final DataInputStream in;
  private final List<String> names = new ArrayList<>();

  EntryInput(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
  }

  boolean flag() throws IOException {
    return in.readByte() != 0;
  }

  int number() throws IOException {
    return in.readInt();
  }

  long longNumber() throws IOException {
    return in.readLong();
  }

  @Nullable Long optional() throws IOException {
    return flag() ? in.readLong() : null;
  }

  byte @Nullable [] optionalBytes() throws IOException {
    int length = in.readInt();
    return length == -1 ? null : exactly(length);
  }

  byte[] bytes() throws IOException {
    return exactly(in.readInt());
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("a value has " + length + " bytes");
    }
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new IOException("it ends too early");
    }
    return value;
  }

  String text() throws IOException {
    return new String(bytes(), UTF_8);
  }

  String name() throws IOException {
    int number = in.readUnsignedShort();
    if (number < names.size()) {
      return names.get(number);
    }
    String name = text();
    if (number != EntryOutput.NO_NUMBER) {
      names.add(name);
    }
    return name;
  }

  @Nullable String optionalName() throws IOException {
    return flag() ? name() : null;
  }

  UUID id() throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  @Nullable UUID optionalId() throws IOException {
    return flag() ? id() : null;
  }

  /**
   * @throws IOException when there is more
   */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("it has more than was written");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
