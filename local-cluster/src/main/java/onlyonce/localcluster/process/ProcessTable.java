package onlyonce.localcluster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operating system says of processes: from {@code /proc} on Linux, from {@code ps}
 * elsewhere.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final char GONE = 'X';

  private ProcessTable() {}

  /** Gone, or dead and waiting for its parent to notice. */
  public static boolean gone(long pid) {
    return isGone(state(pid));
  }

  /** Every thread of the process is stopped by a signal. */
  public static boolean stopped(long pid) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return isStopped(state(pid));
    }
    boolean seen = false;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
      for (Path task : tasks) {
        char state = stateIn(task.resolve("stat"));
        if (!isGone(state) && !isStopped(state)) {
          return false;
        }
        seen |= isStopped(state);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false;
    }
    return seen;
  }

  /** The process and everything below it, dead ones left out. */
  public static List<Long> tree(ProcessHandle root) {
    List<Long> pids = new ArrayList<>();
    pids.add(root.pid());
    root.descendants().forEach(child -> pids.add(child.pid()));
    pids.removeIf(ProcessTable::gone);
    return pids;
  }

  /**
   * When a process was started, as the system tells it; 0 when it is not there. Tells reused pids
   * apart.
   */
  public static long startedAtMillis(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(java.time.Instant::toEpochMilli)
        .orElse(0L);
  }

  private static char state(long pid) {
    if (Files.isDirectory(PROC.resolve("self"))) {
      return stateIn(PROC.resolve(Long.toString(pid)).resolve("stat"));
    }
    try {
      Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
      String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return said.isEmpty() ? GONE : said.charAt(0);
    } catch (IOException e) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) ? 'S' : GONE;
    }
  }

  private static char stateIn(Path stat) {
    try {
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      // The command's name stands in parentheses and may itself hold some: the state follows the
      // last.
      int end = line.lastIndexOf(')');
      return end < 0 || end + 2 >= line.length() ? GONE : line.charAt(end + 2);
    } catch (IOException e) {
      return GONE;
    }
  }

  private static boolean isGone(char state) {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  private static boolean isStopped(char state) {
    return state == 'T' || state == 't';
  }
}
