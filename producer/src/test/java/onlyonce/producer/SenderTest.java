package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onlyonce.messages.Event;
import onlyonce.messages.Semantics;
import onlyonce.messages.WireRecord;
import onlyonce.producer.SendResult.Acknowledged;
import onlyonce.producer.SendResult.Blame;
import onlyonce.producer.SendResult.NotSent;
import onlyonce.producer.SendResult.Unknown;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Kafka's own producer stub stands for the cluster, since errors must come on command. */
final class SenderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final UUID ID = UUID.fromString("0198c000-0000-7000-8000-000000000001");

  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();

  @Test
  void answers_acknowledged_isThatAndNothingIsInFlight() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Open", false));
      assertThat(sender.inFlight()).isEqualTo(1);
      assertThat(sender.opensInFlight()).isEqualTo(1);
      current().completeNext();

      assertThat(sender.answers(PATIENCE))
          .extracting(Sender.Answer::result)
          .containsExactly(new Acknowledged(0, 0));
      assertThat(sender.inFlight()).isZero();
      assertThat(sender.opensInFlight()).isZero();
    }
  }

  @Test
  void answers_timeout_sendsTheSameRecordAgain() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Post", false));
      current().errorNext(new TimeoutException("20 s"));
      awaitAttempts(sender, 2);
      current().completeNext();

      assertThat(sender.answers(PATIENCE))
          .extracting(answer -> answer.send().line())
          .containsExactly(2L);
      assertThat(producers).hasSize(1);
      assertThat(current().history().get(0))
          .usingRecursiveComparison()
          .isEqualTo(current().history().get(1));
    }
  }

  @Test
  void answers_definiteErrorAtFirst_isNotSent() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Post", false));
      current().errorNext(new RecordTooLargeException("2 MB"));

      assertThat(sender.answers(PATIENCE))
          .extracting(Sender.Answer::result)
          .containsExactly(new NotSent(Blame.RECORD, "RecordTooLargeException: 2 MB"));
    }
  }

  @Test
  void answers_definiteErrorAfterADoubt_staysUnknown() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Post", false));
      current().errorNext(new TimeoutException("20 s"));
      awaitAttempts(sender, 2);
      current().errorNext(new RecordTooLargeException("2 MB"));

      assertThat(sender.answers(PATIENCE))
          .singleElement()
          .satisfies(answer -> assertThat(answer.result()).isInstanceOf(Unknown.class));
    }
  }

  @Test
  void answers_definiteErrorAfterAnEarlierRun_staysUnknown() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Post", true));
      current().errorNext(new RecordTooLargeException("2 MB"));

      assertThat(sender.answers(PATIENCE))
          .singleElement()
          .satisfies(answer -> assertThat(answer.result()).isInstanceOf(Unknown.class));
    }
  }

  @Test
  void answers_timeIsOver_givesUp() throws Exception {
    try (Sender sender = sender(Duration.ofNanos(1))) {
      sender.send(send(2, "onlyonce.Post", false));
      current().errorNext(new TimeoutException("20 s"));

      assertThat(sender.answers(PATIENCE))
          .extracting(Sender.Answer::result)
          .containsExactly(new Unknown("TimeoutException: 20 s"));
      assertThat(sender.inFlight()).isZero();
    }
  }

  @Test
  void answers_brokenProducer_isReplacedOnceAndAllGoAgain() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      sender.send(send(2, "onlyonce.Post", false));
      sender.send(send(3, "onlyonce.Post", false));
      current().errorNext(new OutOfOrderSequenceException("sequence"));
      current().errorNext(new KafkaException("Producer is closed forcefully."));
      while (producers.size() < 2 || current().history().size() < 2) {
        assertThat(sender.answers(Duration.ofMillis(20))).isEmpty();
      }
      current().completeNext();
      current().completeNext();

      assertThat(sender.answers(PATIENCE))
          .extracting(answer -> answer.send().line())
          .containsExactlyInAnyOrder(2L, 3L);
      assertThat(producers).hasSize(2);
      assertThat(producers.getFirst().closed()).isTrue();
    }
  }

  @Test
  void answers_sendThrows_goesAgain() throws Exception {
    try (Sender sender = sender(PATIENCE)) {
      current().sendException = new KafkaException("error state");
      sender.send(send(2, "onlyonce.Post", false));
      while (producers.size() < 2 || current().history().isEmpty()) {
        assertThat(sender.answers(Duration.ofMillis(20))).isEmpty();
      }
      current().completeNext();

      assertThat(sender.answers(PATIENCE)).hasSize(1);
    }
  }

  private void awaitAttempts(Sender sender, int attempts) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (current().history().size() < attempts) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(sender.answers(Duration.ofMillis(20))).isEmpty();
    }
  }

  @Test
  void answers_unknownAtMostOnce_isNotTriedAgain() throws Exception {
    try (Sender sender = sender(Semantics.AT_MOST_ONCE, PATIENCE)) {
      sender.send(send(2, "onlyonce.Open", false));
      current().errorNext(new TimeoutException("20 s"));

      assertThat(sender.answers(PATIENCE))
          .extracting(Sender.Answer::result)
          .containsExactly(new Unknown("TimeoutException: 20 s"));
      assertThat(sender.inFlight()).isZero();
      assertThat(sender.opensInFlight()).isZero();
      assertThat(current().history()).hasSize(1);
    }
  }

  private Sender sender(Duration giveUpAfter) {
    return sender(Semantics.EXACTLY_ONCE, giveUpAfter);
  }

  private Sender sender(Semantics semantics, Duration giveUpAfter) {
    return new Sender(
        () -> {
          producers.add(
              new MockProducer<>(
                  false, null, new ByteArraySerializer(), new ByteArraySerializer()));
          return current();
        },
        semantics,
        giveUpAfter);
  }

  private MockProducer<byte[], byte[]> current() {
    return producers.getLast();
  }

  private static Send send(long line, String type, boolean everUnknown) {
    Event event = new Event(ID, type, "/test", Instant.EPOCH);
    WireRecord wireRecord =
        new WireRecord("ledger-commands", 1, "alice", event, "{}".getBytes(UTF_8));
    return new Send(line, wireRecord, System.nanoTime(), everUnknown);
  }
}
