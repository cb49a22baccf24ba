package onlyonce.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import onlyonce.producer.SendResult.Acknowledged;
import onlyonce.producer.SendResult.Blame;
import onlyonce.producer.SendResult.HandedOver;
import onlyonce.producer.SendResult.NotSent;
import onlyonce.producer.SendResult.Unknown;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SendResultTest {

  @Test
  void of_metadata_isAcknowledged() {
    RecordMetadata metadata =
        new RecordMetadata(new TopicPartition("transfers", 3), 17, 0, 1_790_000_000_000L, 1, 1);

    assertThat(SendResult.of(metadata, null)).isEqualTo(new Acknowledged(3, 17));
  }

  @Test
  void ofUnanswered_withoutAnOffset_isHandedOver() {
    TopicPartition partition = new TopicPartition("transfers", 3);
    RecordMetadata unanswered = new RecordMetadata(partition, -1, -1, -1, 1, 1);
    RecordMetadata answered = new RecordMetadata(partition, 17, 0, 1_790_000_000_000L, 1, 1);

    assertThat(SendResult.ofUnanswered(unanswered, null)).isEqualTo(new HandedOver());
    assertThat(SendResult.ofUnanswered(answered, null)).isEqualTo(new Acknowledged(3, 17));
    assertThat(SendResult.ofUnanswered(unanswered, new TimeoutException("20 s")))
        .isInstanceOf(Unknown.class);
    assertThat(SendResult.ofUnanswered(null, null)).isInstanceOf(Unknown.class);
  }

  @Test
  void of_nothingAtAll_isUnknown() {
    assertThat(SendResult.of(null, null)).isInstanceOf(Unknown.class);
  }

  static List<Exception> faultsOfTheRecord() {
    return List.of(
        new RecordTooLargeException("too large"),
        new SerializationException("no bytes"),
        new InvalidRecordException("refused"),
        new UnsupportedForMessageFormatException("old"),
        new ExecutionException(new RecordTooLargeException("too large")));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheRecord")
  void of_faultOfTheRecord_isNotSent(Exception failure) {
    assertThat(SendResult.of(null, failure))
        .isInstanceOfSatisfying(
            NotSent.class, notSent -> assertThat(notSent.blame()).isEqualTo(Blame.RECORD));
  }

  static List<Exception> faultsOfTheSetup() {
    return List.of(
        new TopicAuthorizationException("transfers"),
        new InvalidTopicException("no such name"),
        new ClusterAuthorizationException("idempotent write"),
        new KafkaException("error state", new ClusterAuthorizationException("idempotent write")));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheSetup")
  void of_faultOfTheSetup_isNotSent(Exception failure) {
    assertThat(SendResult.of(null, failure))
        .isInstanceOfSatisfying(
            NotSent.class, notSent -> assertThat(notSent.blame()).isEqualTo(Blame.SETUP));
  }

  static List<Exception> doubts() {
    return List.of(
        new TimeoutException("20000 ms have passed"),
        new BufferExhaustedException("full"),
        new DisconnectException("gone"),
        new NetworkException("gone"),
        new NotEnoughReplicasAfterAppendException("appended, but"),
        new OutOfOrderSequenceException("sequence"),
        new InvalidProducerEpochException("epoch"),
        new ProducerFencedException("fenced"),
        new CorruptRecordException("checksum"),
        new UnknownServerException("?"),
        new SaslAuthenticationException("password"),
        new KafkaException("Producer is closed forcefully."),
        new IllegalStateException("closed"));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void of_anythingElse_isUnknown(Exception failure) {
    RecordMetadata perhaps =
        new RecordMetadata(new TopicPartition("transfers", 3), -1, -1, -1, -1, -1);

    assertThat(SendResult.of(perhaps, failure))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown ->
                assertThat(unknown.reason())
                    .contains(failure.getClass().getSimpleName(), failure.getMessage()));
  }
}
