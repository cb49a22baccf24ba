package onlyonce.localcluster.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process wrote to its log since one of its starts. */
public record LogTail(Path log, long fromByte) {
  private static final int MOST_BYTES = 64 * 1024;

  /** A tail that begins at the log's present end. */
  public static LogTail fromNow(Path log) {
    try {
      return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new LocalClusterException("cannot read the log " + log, e);
    }
  }

  /** The last lines since the start, at most {@code count}. */
  public List<String> last(int count) {
    List<String> lines = text(MOST_BYTES).lines().toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** The last 64 KiB since the start contain the text. */
  public boolean contains(String text) {
    return text(MOST_BYTES).contains(text);
  }

  /** An error's last part: where the log is and how it ends. */
  public String asAppendix() {
    List<String> lines = last(20);
    return lines.isEmpty()
        ? "; its log " + log + " is empty"
        : "; the end of its log " + log + ":\n  " + String.join("\n  ", lines);
  }

  private String text(int mostBytes) {
    try (FileChannel channel = FileChannel.open(log)) {
      long start = Math.max(fromByte, channel.size() - mostBytes);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
      while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
        // until full or at the end
      }
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
