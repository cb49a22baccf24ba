package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A client that keeps no journal and writes what it likes into the topics. */
final class Intruder {
  /** Its faults come one after the other. */
  static final String LANE = "client";

  static final String TARGET = "transfers and ledger-commands";

  private static final long ACKNOWLEDGED_WITHIN_SECONDS = 40;

  private final Map<String, Object> properties;

  Intruder(Map<String, Object> clientProperties) {
    properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    properties.put("linger.ms", "0");
    properties.put("delivery.timeout.ms", "30000");
    properties.put("request.timeout.ms", "5000");
  }

  /**
   * Writes in this order, and returns where each record lies.
   *
   * @throws LocalClusterException when one is not acknowledged
   */
  List<RecordMetadata> write(List<ProducerRecord<byte[], byte[]>> wireRecords) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      wireRecords.forEach(wireRecord -> sent.add(producer.send(wireRecord)));
      List<RecordMetadata> places = new ArrayList<>();
      for (Future<RecordMetadata> send : sent) {
        places.add(send.get(ACKNOWLEDGED_WITHIN_SECONDS, TimeUnit.SECONDS));
      }
      return places;
    } catch (ExecutionException | TimeoutException e) {
      throw new LocalClusterException("a record was not acknowledged: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while records were written", e);
    }
  }
}
