package onlyonce.processor;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one poll gave for one ledger partition.
 *
 * @param from how far the partition had come before
 * @param end the next offset after the poll; beyond the last record where transaction markers
 *     follow
 */
record Slice(Progress from, long end, List<ConsumerRecord<byte[], byte[]>> records) {

  Slice {
    records = List.copyOf(records);
    long next = from.nextOffset();
    for (ConsumerRecord<byte[], byte[]> origin : records) {
      if (origin.partition() != from.partition() || origin.offset() < next) {
        throw new IllegalArgumentException(
            "record %s-%d@%d cannot follow offset %d of ledger partition %d"
                .formatted(
                    origin.topic(), origin.partition(), origin.offset(), next, from.partition()));
      }
      next = origin.offset() + 1;
    }
    if (end < next) {
      throw new IllegalArgumentException(
          "ledger partition %d cannot end at offset %d: its slice reaches to %d"
              .formatted(from.partition(), end, next));
    }
  }
}
