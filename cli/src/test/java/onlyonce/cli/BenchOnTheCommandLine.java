package onlyonce.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command line, for tests of another package. */
public final class BenchOnTheCommandLine {
  private BenchOnTheCommandLine() {}

  /** Runs a command and gives its exit code; what it says stands in the test's output. */
  public static int run(String... args) {
    StringWriter said = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(said, true));
    commandLine.setErr(new PrintWriter(said, true));
    int exit = commandLine.execute(args);
    System.out.println(said);
    return exit;
  }
}
