package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A demo as a user would run it; what it would say on the terminal goes into its folder. */
final class RunDemo {
  private RunDemo() {}

  /**
   * @param arguments with the command, without the folder
   * @return the exit code
   */
  static int run(List<String> arguments, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> all = new ArrayList<>(arguments);
    all.add("--out=" + folder);
    try (PrintWriter log =
        new PrintWriter(Files.newBufferedWriter(folder.resolve("demo.log"), UTF_8))) {
      return Main.commandLine().setOut(log).setErr(log).execute(all.toArray(String[]::new));
    }
  }
}
