package onlyonce.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Serves a process's metrics over HTTP, at {@code /metrics} and nowhere else, in Prometheus' text
 * format.
 */
public final class ServeMetrics implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final InetAddress address;
  private final PrometheusMeterRegistry registry;
  private final HttpServer server;
  private final ExecutorService thread;
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  private ServeMetrics(InetAddress address, PrometheusMeterRegistry registry, HttpServer server) {
    this.address = address;
    this.registry = registry;
    this.server = server;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("onlyonce-metrics").daemon().factory());
  }

  /**
   * Serves what is known of the JVM; more is registered later.
   *
   * @param port 0 takes any that is free
   * @throws IOException when nothing can be served there, as when others do
   */
  public static ServeMetrics at(InetAddress address, int port) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
    ServeMetrics serving = new ServeMetrics(address, registry, server);
    serving.start();
    return serving;
  }

  private void start() {
    List<MeterBinder> process =
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            garbage);
    process.forEach(binder -> binder.bindTo(registry));
    server.createContext("/", this::answer);
    server.setExecutor(thread);
    server.start();
  }

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Tells Kafka's own metrics, too: whatever the clients have at the moment of asking. */
  public void tellKafka(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
    registry.getPrometheusRegistry().register(new CollectKafka(metrics));
  }

  /** Where it is served, such as {@code http://127.0.0.1:9464/metrics}. */
  public String url() {
    String host = address.getHostAddress();
    return "http://%s:%d%s"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host, server.getAddress().getPort(), PATH);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "metrics are at " + PATH + "\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "only GET\n");
      } else {
        send(exchange, 200, registry.scrape());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TEXT);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
    garbage.close();
    registry.close();
  }
}
