package onlyonce.processor;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One poll's records of the commands' topic, by ledger partition. */
record PolledRecords(String topic, ConsumerRecords<byte[], byte[]> records) {

  /** Whether the poll moved there, be it over transaction markers only. */
  boolean has(int partition) {
    return records.nextOffsets().containsKey(new TopicPartition(topic, partition));
  }

  boolean isEmpty() {
    return records.nextOffsets().isEmpty();
  }

  Slice slice(Progress from) {
    TopicPartition partition = new TopicPartition(topic, from.partition());
    OffsetAndMetadata next = records.nextOffsets().get(partition);
    long end = next == null ? from.nextOffset() : next.offset();
    return new Slice(from, end, records.records(partition));
  }
}
