package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A role that serves metrics, in a process of its own, read as Prometheus reads it. */
final class ScrapedRole implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SAID = "onlyonce: metrics at ";

  private final Path log;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  private ScrapedRole(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  static ScrapedRole start(RunningPlatform platform, Path folder, String role, String name)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    return new ScrapedRole(
        log, platform.startProcess(log, role, "--name=" + name, "--metrics-port=0"));
  }

  void await(String line) {
    Awaitility.await(line)
        .atMost(DEADLINE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(scrape()).contains(line));
  }

  List<String> scrape() throws IOException, InterruptedException {
    String url =
        Files.readAllLines(log).stream()
            .filter(line -> line.startsWith(SAID))
            .findFirst()
            .orElseThrow(() -> new IOException("it does not say yet where"))
            .substring(SAID.length());
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList();
  }

  /** The values of all lines that begin so, together. */
  static double sum(List<String> lines, String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(DEADLINE)) {
        process.destroyForcibly();
        throw new AssertionError("the role did not stop within " + DEADLINE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
