package onlyonce.producer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/**
 * The file of a journal: lines are only ever appended, by the one process that holds the lock.
 * Appended lines are gathered in memory; {@link #write} hands them to the operating system, where
 * they outlive this process, and {@link #force} to the disk, where they outlive the machine.
 */
final class JournalFile implements AutoCloseable {
  private static final int MAX_BUFFERED_BYTES = 1 << 20;
  private static final int READ_AHEAD_BYTES = 2048;
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Unwritten buffer = new Unwritten();
  private long written;

  private JournalFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Gives its bytes to a channel without a copy. */
  private static final class Unwritten extends ByteArrayOutputStream {
    Unwritten() {
      super(1 << 16);
    }

    ByteBuffer view() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  /** Takes a line and the offset at which it starts. */
  @FunctionalInterface
  interface LineVisitor {
    void visit(long offset, JournalLine line);
  }

  /**
   * Opens or creates the file and locks it.
   *
   * @throws JournalInUseException when another process, or this one, has it open
   */
  static JournalFile open(Path file) throws IOException, JournalInUseException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in one");
    Files.createDirectories(directory);
    boolean isNew = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new JournalInUseException(file);
      }
      if (isNew) {
        forceDirectory(directory);
      }
      return new JournalFile(file, channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new JournalInUseException(file);
    } catch (IOException | JournalInUseException e) {
      channel.close();
      throw e;
    }
  }

  /** The name of a new file is on disk only when its directory is. Not every system allows it. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no directories; its file systems journal names by themselves.
    }
  }

  /**
   * Reads the file from its start and cuts off a last line that was torn by a crash. Must be called
   * before the first append.
   *
   * @throws IOException also when a line in the middle is damaged
   */
  void recover(LineVisitor visitor) throws IOException {
    channel.position(0);
    long whole = read(visitor);
    if (whole < channel.size()) {
      channel.truncate(whole);
      channel.force(true);
    }
    written = whole;
    channel.position(whole);
  }

  /** Reads all written lines once more. */
  void replay(LineVisitor visitor) throws IOException {
    write();
    channel.position(0);
    read(visitor);
    channel.position(written);
  }

  /** Gives each line and returns where the last good one ends. */
  private long read(LineVisitor visitor) throws IOException {
    long size = channel.size();
    // Not closed: that would close the channel, and with it give up the lock.
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    long start = 0;
    long position = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      position++;
      if (b != '\n') {
        line.write(b);
        continue;
      }
      try {
        visitor.visit(start, JournalFormat.decode(line.toByteArray()));
      } catch (JacksonException e) {
        if (position == size) {
          return start;
        }
        throw new IOException(
            "journal " + file + " is damaged at byte " + start + "; restore it from a copy", e);
      }
      line.reset();
      start = position;
    }
    return start;
  }

  /** Appends a line and returns the offset at which it starts. */
  long append(JournalLine line) throws IOException {
    if (buffer.size() > MAX_BUFFERED_BYTES) {
      write();
    }
    long offset = written + buffer.size();
    buffer.writeBytes(JournalFormat.encode(line));
    buffer.write('\n');
    return offset;
  }

  /** Whether there is no line at all. */
  boolean isEmpty() {
    return written == 0 && buffer.size() == 0;
  }

  /** Hands all lines to the operating system. */
  void write() throws IOException {
    ByteBuffer bytes = buffer.view();
    while (bytes.hasRemaining()) {
      written += channel.write(bytes);
    }
    buffer.reset();
  }

  /** Hands all lines to the disk; returns when they are there. */
  void force() throws IOException {
    write();
    channel.force(false);
  }

  /** The line that starts at an offset. */
  JournalLine at(long offset) throws IOException {
    if (offset >= written) {
      write();
    }
    for (int length = READ_AHEAD_BYTES; length <= MAX_LINE_BYTES; length *= 2) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, offset + bytes.position());
      }
      for (int i = 0; i < bytes.position(); i++) {
        if (bytes.get(i) == '\n') {
          byte[] line = new byte[i];
          bytes.get(0, line);
          return JournalFormat.decode(line);
        }
      }
    }
    throw new IOException("journal " + file + " has no line at byte " + offset);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      write();
    }
  }
}
