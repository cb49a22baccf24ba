package onlyonce.chaos.recording;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A history's file cannot be written, or is not what was written; the message names it. */
public final class HistoryFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryFileException(Path file, String what, @Nullable Throwable cause) {
    super("history " + file + ": " + what, cause);
  }
}
