package onlyonce.chaos.recording;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * How one source's rows or records stand in their entry.
 *
 * @param name in the ZIP file
 */
record Entry<T>(String name, Writer<T> writer, Reader<T> reader) {

  @FunctionalInterface
  interface Writer<T> {
    void write(EntryOutput out, T value) throws IOException;
  }

  @FunctionalInterface
  interface Reader<T> {
    T read(EntryInput in) throws IOException;
  }

  static String journal(String name) {
    return "journal/" + name + ".zst";
  }

  static Entry<ConsumerRecord<byte[], byte[]>> log(Topic topic, int partition) {
    return new Entry<>(
        "log/%s/%d.zst".formatted(topic.topicName(), partition),
        Entry::write,
        in -> read(in, topic.topicName(), partition));
  }

  private static void write(EntryOutput out, ConsumerRecord<byte[], byte[]> logged)
      throws IOException {
    out.number(logged.offset());
    out.number(logged.timestamp());
    out.name(logged.timestampType().name());
    out.bytes(logged.key());
    out.bytes(logged.value());
    Header[] headers = logged.headers().toArray();
    out.number(headers.length);
    for (Header header : headers) {
      out.name(header.key());
      out.bytes(header.value());
    }
  }

  private static ConsumerRecord<byte[], byte[]> read(EntryInput in, String topic, int partition)
      throws IOException {
    long offset = in.longNumber();
    long timestamp = in.longNumber();
    TimestampType type = TimestampType.valueOf(in.name());
    byte[] key = in.optionalBytes();
    byte[] value = in.optionalBytes();
    int count = in.number();
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < count; i++) {
      headers.add(new RecordHeader(in.name(), in.optionalBytes()));
    }
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        type,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  static Entry<AccountRow> accounts(int partition) {
    return new Entry<>(
        rows(partition, Table.ACCOUNTS),
        (out, row) -> {
          out.text(row.account());
          out.name(row.currency());
          out.number(row.postedMinor());
          out.number(row.heldMinor());
          out.flag(row.mayGoNegative());
          out.flag(row.closed());
          out.number(row.version());
        },
        in ->
            new AccountRow(
                in.text(),
                in.name(),
                in.longNumber(),
                in.longNumber(),
                in.flag(),
                in.flag(),
                in.longNumber()));
  }

  static Entry<PostingRow> postings(int partition) {
    return new Entry<>(
        rows(partition, Table.POSTINGS),
        (out, row) -> {
          out.number(row.logOffset());
          out.id(row.commandId());
          out.optionalId(row.transferId());
          out.name(row.kind());
          out.text(row.account());
          out.name(row.currency());
          out.number(row.amountMinor());
        },
        in ->
            new PostingRow(
                in.longNumber(),
                in.id(),
                in.optionalId(),
                in.name(),
                in.text(),
                in.name(),
                in.longNumber()));
  }

  static Entry<HoldRow> holds(int partition) {
    return new Entry<>(
        rows(partition, Table.HOLDS),
        (out, row) -> {
          out.id(row.transferId());
          out.text(row.account());
          out.optionalName(row.currency());
          out.optional(row.amountMinor());
          out.name(row.state());
        },
        in -> new HoldRow(in.id(), in.text(), in.optionalName(), in.optional(), in.name()));
  }

  static Entry<ProcessedRow> processed(int partition) {
    return new Entry<>(
        rows(partition, Table.PROCESSED),
        (out, row) -> {
          out.id(row.id());
          out.bytes(row.payloadHash());
          out.number(row.logOffset());
          out.name(row.topic());
          out.id(row.key());
          out.bytes(row.outcome());
        },
        in ->
            new ProcessedRow(in.id(), in.bytes(), in.longNumber(), in.name(), in.id(), in.bytes()));
  }

  static Entry<RefusedRow> refused(int partition) {
    return new Entry<>(
        rows(partition, Table.REFUSED),
        (out, row) -> {
          out.number(row.logOffset());
          out.optionalId(row.id());
          out.name(row.reason());
        },
        in -> new RefusedRow(in.longNumber(), in.optionalId(), in.name()));
  }

  private enum Table {
    ACCOUNTS,
    POSTINGS,
    HOLDS,
    PROCESSED,
    REFUSED
  }

  private static String rows(int partition, Table table) {
    return "rows/%d/%s.zst".formatted(partition, table.name().toLowerCase(Locale.ROOT));
  }
}
