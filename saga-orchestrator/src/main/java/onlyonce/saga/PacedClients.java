package onlyonce.saga;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients; the producer tells a pace how long its transactions take to end. */
record PacedClients(CommitPace pace) implements KafkaClientSupplier {
  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new PacedProducer(config, pace);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  /** Kafka Streams flushes before it ends a transaction, and at no other time. */
  private static final class PacedProducer extends KafkaProducer<byte[], byte[]> {
    private final CommitPace pace;

    PacedProducer(Map<String, Object> config, CommitPace pace) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
      this.pace = pace;
    }

    @Override
    public void flush() {
      pace.ending();
      super.flush();
    }

    @Override
    public void commitTransaction() throws ProducerFencedException {
      super.commitTransaction();
      pace.ended();
    }
  }
}
