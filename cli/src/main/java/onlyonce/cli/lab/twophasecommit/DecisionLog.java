package onlyonce.cli.lab.twophasecommit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The coordinator's memory: a line for each transaction that it decided to commit, forced to disk
 * before any shard is told. What has no line was not decided, and is aborted ("presumed abort"), so
 * nothing else needs a line. A last line without its end was being written when its writer died: it
 * was never forced, so nobody was told, and it doesn't count.
 */
final class DecisionLog implements AutoCloseable {
  private static final String COMMIT = "commit ";

  private final FileChannel channel;
  private final Set<String> decided;

  private DecisionLog(FileChannel channel, Set<String> decided) {
    this.channel = channel;
    this.decided = decided;
  }

  /** Opens the log, or creates it; a torn last line is cut off. */
  static DecisionLog open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      String whole = Files.readString(file, UTF_8);
      String sound = whole.substring(0, whole.lastIndexOf('\n') + 1);
      channel.truncate(sound.getBytes(UTF_8).length);
      channel.position(channel.size());
      Set<String> decided = new HashSet<>();
      sound
          .lines()
          .filter(line -> line.startsWith(COMMIT))
          .forEach(line -> decided.add(line.substring(COMMIT.length())));
      return new DecisionLog(channel, decided);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Decides: when this returns, the transaction is committed, whoever dies. */
  synchronized void commit(String gid) throws IOException {
    ByteBuffer line = UTF_8.encode(COMMIT + gid + '\n');
    while (line.hasRemaining()) {
      var _ = channel.write(line);
    }
    channel.force(true);
    decided.add(gid);
  }

  synchronized boolean isCommitted(String gid) {
    return decided.contains(gid);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
