package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.Command.Configure;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** One partition's log, written down record by record. */
final class LogBuilder {
  /** Some moment; ids and append times of these logs are told from here. */
  static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  /** What a partition begins with: offset 0, no time, a window of a day. */
  static final LogClock FRESH = new LogClock(0, 0, Duration.ofDays(1).toMillis(), 1);

  private final int partition;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long next;
  private long appendMillis = START;

  LogBuilder(int partition) {
    this.partition = partition;
  }

  /** The id of the given number with a time so long after the start; always the same. */
  static UUID id(Duration afterStart, int number) {
    return CommandIds.derived(CommandIds.lowest(START + afterStart.toMillis()), "id-" + number);
  }

  /** Append times of the following records. */
  LogBuilder appendedAt(Duration afterStart) {
    appendMillis = START + afterStart.toMillis();
    return this;
  }

  /** An offset without a record: a transaction marker, or an aborted record. */
  LogBuilder marker() {
    next++;
    return this;
  }

  LogBuilder count(UUID id, String key, long amount) {
    return add(event(id, Count.EVENT_TYPE), new Count(key, amount).encode());
  }

  LogBuilder configure(UUID id, int rulesVersion, Duration window) {
    return add(
        event(id, CommandType.CONFIGURE.eventType()),
        CommandCodec.encode(new Configure(rulesVersion, window)));
  }

  /** A record without headers. */
  LogBuilder garbage(String value) {
    return add(new RecordHeaders(), value.getBytes(UTF_8));
  }

  LogBuilder add(Event event, byte @Nullable [] value) {
    Headers headers = new RecordHeaders();
    event.writeTo(headers);
    return add(headers, value);
  }

  @SuppressWarnings("NullAway") // ConsumerRecord takes null for "no key" and "no value".
  private LogBuilder add(Headers headers, byte @Nullable [] value) {
    records.add(
        new ConsumerRecord<>(
            "commands",
            partition,
            next++,
            appendMillis,
            TimestampType.LOG_APPEND_TIME,
            -1,
            -1,
            null,
            value,
            headers,
            Optional.empty()));
    return this;
  }

  private static Event event(UUID id, String type) {
    return new Event(id, type, "onlyonce/test", Instant.ofEpochMilli(START));
  }

  long end() {
    return next;
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** All of it, for a partition that has seen nothing yet. */
  Slice slice() {
    return slice(new Progress(partition, 0, 0, FRESH), next);
  }

  /** From where the progress is to before {@code end}. */
  Slice slice(Progress from, long end) {
    return new Slice(
        from,
        end,
        records.stream().filter(r -> r.offset() >= from.nextOffset() && r.offset() < end).toList());
  }
}
