package onlyonce.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.messages.Partitioning;
import onlyonce.processor.CommittedBatch;
import onlyonce.saga.RetryPolicy;
import onlyonce.saga.SagaOrchestrator;
import onlyonce.saga.SagaSettings;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus gets to read. */
final class ServeMetricsTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ServeMetrics metrics;

  @BeforeEach
  void serve() throws IOException {
    metrics = ServeMetrics.at(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void close() {
    metrics.close();
    client.close();
  }

  @Test
  void scrape_ofAnyRole_tellsAboutTheJvmAsText() throws Exception {
    HttpResponse<String> response = get(metrics.url());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body())
        .contains("jvm_memory_used_bytes{", "process_uptime_seconds ", "process_cpu_usage ");
  }

  @Test
  void request_forAnythingElse_isRefused() throws Exception {
    assertThat(get(metrics.url() + "s").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(metrics.url()))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void port_thatIsTaken_isAnError() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> ServeMetrics.at(InetAddress.getLoopbackAddress(), taken.getLocalPort()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void orchestrator_beforeItsFirstSaga_tellsEveryFigureAsZero() throws Exception {
    SagaMeters meters = new SagaMeters(metrics.registry());
    SagaOrchestrator orchestrator = orchestrator(meters);
    meters.tell(orchestrator);
    metrics.tellKafka(orchestrator::kafkaMetrics);

    assertThat(get(metrics.url()).body().lines())
        .contains(
            "onlyonce_sagas_parked 0.0",
            "onlyonce_sagas_slow 0.0",
            "onlyonce_sagas_open{state=\"Crediting\"} 0.0",
            "onlyonce_sagas_open{state=\"Parked\"} 0.0",
            "onlyonce_sagas_started_total 0.0",
            "onlyonce_sagas_ended_total{end=\"Compensated\"} 0.0",
            "onlyonce_saga_retries_total{state=\"Holding\"} 0.0",
            "onlyonce_saga_ignored_total{kind=\"after-end\"} 0.0",
            "onlyonce_saga_ignored_total{kind=\"foreign\"} 0.0",
            "onlyonce_saga_refused_total{reason=\"ConflictsWithEarlier\"} 0.0",
            "onlyonce_saga_tasks_uncounted 0.0",
            "onlyonce_saga_duration_seconds_count{end=\"Completed\"} 0");
    orchestrator.close();
  }

  @Test
  void end_ofASaga_fallsIntoTheBucketOfItsAge() throws Exception {
    SagaMeters meters = new SagaMeters(metrics.registry());
    meters.ended("Completed", 80);
    meters.ended("Completed", 400);
    assertThat(get(metrics.url()).body().lines())
        .contains(
            "onlyonce_saga_duration_seconds_bucket{end=\"Completed\",le=\"0.05\"} 0",
            "onlyonce_saga_duration_seconds_bucket{end=\"Completed\",le=\"0.1\"} 1",
            "onlyonce_saga_duration_seconds_bucket{end=\"Completed\",le=\"0.5\"} 2",
            "onlyonce_saga_duration_seconds_sum{end=\"Completed\"} 0.48",
            "onlyonce_saga_duration_seconds_count{end=\"Rejected\"} 0");
  }

  @Test
  void processor_countsForEachShard() throws Exception {
    ProcessorMeters meters = new ProcessorMeters(metrics.registry(), List.of("a", "b"));
    meters.committed("a", new CommittedBatch(7, 2, 1, 30_000_000));
    meters.committed("a", new CommittedBatch(700, 0, 0, 1_000_000));
    meters.failed("b");
    meters.ownershipLost("b");
    meters.tookOver("b", 3);
    assertThat(get(metrics.url()).body().lines())
        .contains(
            "onlyonce_processor_commands_total{shard=\"a\"} 707.0",
            "onlyonce_processor_commands_total{shard=\"b\"} 0.0",
            "onlyonce_processor_duplicates_total{shard=\"a\"} 2.0",
            "onlyonce_processor_refused_total{shard=\"a\"} 1.0",
            "onlyonce_processor_failures_total{shard=\"b\"} 1.0",
            "onlyonce_processor_ownership_refusals_total{shard=\"b\"} 1.0",
            "onlyonce_processor_takeovers_total{shard=\"b\"} 3.0",
            "onlyonce_processor_batch_size_bucket{shard=\"a\",le=\"10.0\"} 1",
            "onlyonce_processor_batch_size_bucket{shard=\"a\",le=\"1000.0\"} 2",
            "onlyonce_processor_batch_size_sum{shard=\"a\"} 710.0",
            "onlyonce_processor_transaction_seconds_bucket{shard=\"a\",le=\"0.025\"} 1",
            "onlyonce_processor_transaction_seconds_bucket{shard=\"a\",le=\"0.05\"} 2");
  }

  @Test
  void kafka_metricsOfOneNameWithDifferentTags_areAllTold() throws Exception {
    try (Metrics kafka = new Metrics()) {
      add(kafka, "records-lag-max", Map.of("client-id", "c"), 5);
      add(kafka, "records-lag-max", Map.of("client-id", "c", "topic", "t.x"), 4);
      add(kafka, "rebalance-total", Map.of("client-id", "c"), 2);
      add(kafka, "task-created-total", Map.of("client-id", "c"), 1);
      add(kafka, "no-mean", Map.of("client-id", "c"), Double.NaN);
      kafka.addMetric(
          kafka.metricName("version", "app-info", Map.of()), (Gauge<String>) (_, _) -> "4.3.1");
      metrics.tellKafka(kafka::metrics);

      assertThat(get(metrics.url()).body().lines())
          .contains(
              "kafka_consumer_records_lag_max{client_id=\"c\"} 5.0",
              "kafka_consumer_records_lag_max{client_id=\"c\",topic=\"t.x\"} 4.0",
              "kafka_consumer_rebalance_total{client_id=\"c\"} 2.0",
              "kafka_consumer_task_created_total{client_id=\"c\"} 1.0")
          .noneMatch(line -> line.startsWith("kafka_consumer_no_mean{"))
          .noneMatch(line -> line.startsWith("kafka_app_info"));
    }
  }

  private static void add(Metrics kafka, String name, Map<String, String> tags, double value) {
    MetricName full = kafka.metricName(name, "consumer-metrics", "told in tests", tags);
    kafka.addMetric(full, (Measurable) (_, _) -> value);
  }

  private static SagaOrchestrator orchestrator(SagaMeters meters) {
    return new SagaOrchestrator(
        new SagaSettings(
            "none:1",
            Map.of(),
            "test",
            Path.of("target"),
            new SagaSettings.Log(
                "test", Partitioning.hash(2), Duration.ofHours(24), RetryPolicy.DEFAULT),
            SagaSettings.Recovery.FAST),
        Clock.systemUTC(),
        _ -> {},
        meters);
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
