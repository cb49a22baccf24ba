package onlyonce.localcluster.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.process.LocalClusterException;

/** Runs shell scripts of {@code ip} commands, which stop at the first one that fails. */
record RunScript(List<String> entering) {
  private static final int LIMIT_SECONDS = 20;

  RunScript {
    entering = List.copyOf(entering);
  }

  /** Out here. */
  static RunScript outside() {
    return new RunScript(List.of());
  }

  /** In the mount and network namespace of a process. */
  static RunScript inside(long pid) {
    return new RunScript(
        List.of("nsenter", "--target", Long.toString(pid), "--mount", "--net", "--"));
  }

  /** Returns what it wrote. */
  String run(String script) {
    List<String> argv = new ArrayList<>(entering);
    argv.addAll(List.of("/bin/sh", "-e"));
    try {
      Path output = Files.createTempFile("onlyonce-network", ".log");
      try {
        return run(argv, script, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new LocalClusterException("cannot run " + argv, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while the network was changed", e);
    }
  }

  private static String run(List<String> argv, String script, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new LocalClusterException("the network was not changed in time, by:\n" + script);
    }
    String said = Files.readString(output).strip();
    if (process.exitValue() != 0) {
      throw new LocalClusterException(
          "the network could not be changed: %s; this was to be done:\n%s".formatted(said, script));
    }
    return said;
  }
}
