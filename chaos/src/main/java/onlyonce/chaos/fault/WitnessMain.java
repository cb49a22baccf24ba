package onlyonce.chaos.fault;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A client that is put on a partition's smaller side and writes down what the brokers that it
 * reaches tell it, a line each, until it is killed: what became of each record that it sends with
 * {@code acks=all}, and how far other partitions' acknowledged part goes, as their leader says.
 *
 * <p>It sends nothing twice: a record is acknowledged or it isn't.
 */
public final class WitnessMain {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int ANSWER_MILLIS = 1_000;

  private final Clock clock = Clock.systemUTC();
  private final String topic;
  private final List<TopicPartition> watched;

  private WitnessMain(String topic, List<TopicPartition> watched) {
    this.topic = topic;
    this.watched = List.copyOf(watched);
  }

  /**
   * @param args bootstrap servers, the topic to write to, then partitions to watch, such as {@code
   *     ledger-commands-3}
   */
  public static void main(String[] args) throws InterruptedException {
    List<TopicPartition> watched =
        Arrays.stream(args)
            .skip(2)
            .map(
                name -> {
                  int hyphen = name.lastIndexOf('-');
                  return new TopicPartition(
                      name.substring(0, hyphen), Integer.parseInt(name.substring(hyphen + 1)));
                })
            .toList();
    new WitnessMain(args[1], watched).run(args[0]);
  }

  private void run(String bootstrapServers) throws InterruptedException {
    Map<String, Object> both =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "request.timeout.ms",
            ANSWER_MILLIS,
            "reconnect.backoff.max.ms",
            200,
            "socket.connection.setup.timeout.ms",
            ANSWER_MILLIS,
            "client.id",
            "witness");
    Map<String, Object> sending = new TreeMap<>(both);
    sending.putAll(
        Map.of(
            "acks",
            "all",
            "retries",
            0,
            "enable.idempotence",
            false,
            "delivery.timeout.ms",
            ANSWER_MILLIS + 500,
            "linger.ms",
            0,
            "max.block.ms",
            ANSWER_MILLIS));
    Map<String, Object> asking = new TreeMap<>(both);
    asking.put("default.api.timeout.ms", 2 * ANSWER_MILLIS);
    asking.put("enable.auto.commit", false);
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(asking, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      // Else each question would first ask anew where they are, of brokers out of reach too.
      consumer.assign(watched);
      while (true) {
        send(producer);
        look(consumer);
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer) {
    long sent = clock.millis();
    var _ =
        producer.send(
            new ProducerRecord<>(topic, 0, null, new byte[] {1}),
            (metadata, refusal) ->
                tell(
                    refusal == null
                        ? new Testimony.Acknowledged(sent, clock.millis())
                        : new Testimony.Refused(
                            sent, clock.millis(), refusal.getClass().getSimpleName())));
  }

  private void look(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      Map<String, Long> ends = new TreeMap<>();
      consumer
          .endOffsets(watched)
          .forEach((partition, offset) -> ends.put(partition.toString(), offset));
      tell(new Testimony.Watermarks(clock.millis(), ends));
    } catch (KafkaException e) {
      System.err.println("no broker tells how far it is: " + e.getMessage());
    }
  }

  private static void tell(Testimony.Said said) {
    System.out.println(Testimony.written(said));
    System.out.flush();
  }
}
