package onlyonce.cli;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says to its user: results on standard output, progress on standard error. */
final class Terminal {
  private final PrintWriter out;
  private final PrintWriter err;

  Terminal(CommandSpec spec) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
  }

  void print(String result) {
    out.println(result);
    out.flush();
  }

  void progress(String line) {
    err.println("· " + line);
    err.flush();
  }

  void warn(String line) {
    err.println("! " + line);
    err.flush();
  }

  /** A duration for people, in seconds. */
  static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
