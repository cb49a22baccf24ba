package onlyonce.localcluster.process;

import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param code the exit code; 128 + n when signal n ended it, as shells say it
 */
public record Exit(int code) {
  private static final int SIGNALLED = 128;

  public OptionalInt signal() {
    return code > SIGNALLED && code <= SIGNALLED + 64
        ? OptionalInt.of(code - SIGNALLED)
        : OptionalInt.empty();
  }

  @Override
  public String toString() {
    return signal().isPresent() ? "signal " + signal().getAsInt() : "exit code " + code;
  }
}
