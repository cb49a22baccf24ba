package onlyonce.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SendSettingsTest {
  private static final Routing ROUTING = new Routing(Partitioning.hash(6), 6, "/test");

  @ParameterizedTest
  @CsvSource({
    "AT_MOST_ONCE, 0, 0, false",
    "AT_LEAST_ONCE, all, 2147483647, false",
    "EXACTLY_ONCE, all, 3, true",
  })
  void producerProperties_promiseWhatTheSemanticsSay(
      Semantics semantics, String acks, int retries, boolean idempotent) {
    assertThat(properties(semantics))
        .containsEntry("acks", acks)
        .containsEntry("retries", retries)
        .containsEntry("enable.idempotence", idempotent)
        .containsEntry("client.id", "ours");
  }

  /** Kafka itself refuses settings that contradict each other. */
  @ParameterizedTest
  @EnumSource(Semantics.class)
  void producerProperties_areAcceptedByKafka(Semantics semantics) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            properties(semantics), new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThat(producer.metrics()).isNotEmpty();
    }
  }

  @Test
  void of_saysNothing_isExactlyOnce() {
    assertThat(settings().semantics()).isEqualTo(Semantics.EXACTLY_ONCE);
  }

  /** The client's own properties weaken no promise. */
  private static Map<String, Object> properties(Semantics semantics) {
    return settings().under(semantics).producerProperties(new Pacing.Unpaced());
  }

  private static SendSettings settings() {
    return SendSettings.of(
        Map.of(
            "bootstrap.servers", "localhost:1",
            "client.id", "ours",
            "acks", "1",
            "retries", 3,
            "enable.idempotence", "false"),
        ROUTING,
        Path.of("journal"));
  }
}
