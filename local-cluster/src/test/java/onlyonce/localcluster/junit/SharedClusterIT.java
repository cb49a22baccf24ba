package onlyonce.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SharedCluster
final class SharedClusterIT {

  @Test
  void sendAndPoll_acknowledgedByAll_recordComesBackWithAppendTime(TestScope scope)
      throws Exception {
    String topic = scope.createTopic("words", 3);
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", scope.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get();
    }
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                (Object) scope.bootstrapServers(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(10));
      ConsumerRecord<String, String> record = records.iterator().next();
      assertThat(record.value()).isEqualTo("v");
      assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    }
  }

  @Test
  void shards_ofTheScope_haveDatabasesOfTheirOwn(TestScope scope) throws Exception {
    assertThat(scope.shards()).hasSize(2);
    for (var shard : scope.shards()) {
      try (var connection = DriverManager.getConnection(shard.jdbcUrl(), shard.user(), "");
          var statement = connection.createStatement();
          var result = statement.executeQuery("select current_database()")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).isEqualTo("sharedclusterit_main");
      }
    }
  }

  @Nested
  final class Inside {
    @Test
    void scope_inANestedClass_isTheOuterOne(TestScope scope) {
      assertThat(scope.name("x")).isEqualTo("sharedclusterit-x");
    }
  }
}
