package onlyonce.saga;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An orchestrator in a process of its own, which a test can kill. */
final class OrchestratorProcess implements AutoCloseable {
  /** However slow the machine: what a test sees twice was not a retry. */
  private static final RetryPolicy PATIENT =
      new RetryPolicy(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(10));

  private final Process process;
  private final Path output;

  private OrchestratorProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static OrchestratorProcess start(String bootstrapServers, String instance, Path folder)
      throws IOException {
    Path output = folder.resolve(instance + "-" + System.nanoTime() + ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                bootstrapServers,
                instance,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new OrchestratorProcess(process, output);
  }

  static SagaSettings settings(
      String bootstrapServers, String instance, Path folder, RetryPolicy retries) {
    return new SagaSettings(
        bootstrapServers,
        Map.of(),
        instance,
        folder,
        new SagaSettings.Log("orchestrator-it", Sample.SIX, Duration.ofHours(24), retries),
        SagaSettings.Recovery.FAST);
  }

  boolean hasSaid(OrchestratorState state) {
    return lines().contains(state.name());
  }

  List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }

  /** SIGKILL: no transaction is ended, no group is left. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Runs until standard input ends, so it never outlives the test. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      SagaOrchestrator orchestrator =
          new SagaOrchestrator(
              settings(args[0], args[1], Path.of(args[2]), PATIENT),
              InstantSource.system(),
              state -> System.out.println(state));
      orchestrator.start();
      int input;
      do {
        input = System.in.read();
      } while (input >= 0);
      orchestrator.close();
    }
  }
}
