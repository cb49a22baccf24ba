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
record Slice(Progress from, long end, List<ConsumerRecord<byte[], byte[]>> records) {}
