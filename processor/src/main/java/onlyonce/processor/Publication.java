package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.Event;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka is told about one record of the log. Its messages are made when they are asked for:
 * those of a whole batch at once would fill the memory.
 */
sealed interface Publication {

  /** The record's place in the log. */
  long offset();

  /** At least one, the same at every call. */
  List<ProducerRecord<byte[], byte[]>> messages();

  /** The reply to a judged command. */
  record Answer(Handler<?> handler, long offset, UUID commandId, Reply reply)
      implements Publication {
    @Override
    public List<ProducerRecord<byte[], byte[]>> messages() {
      return List.of(message(reply, handler.event(commandId, reply)));
    }
  }

  /**
   * The dead letter of a refused record, and who else is told.
   *
   * @param origin the record
   */
  record Refusal<C>(
      Handler<C> handler, Entry.Refused<C> entry, ConsumerRecord<byte[], byte[]> origin)
      implements Publication {
    @Override
    public long offset() {
      return origin.offset();
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> messages() {
      List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(2);
      messages.add(deadLetter(entry, origin));
      if (entry.command().isPresent() && entry.id().isPresent()) {
        UUID id = entry.id().get();
        NewCommand<C> command =
            new NewCommand<>(origin.partition(), origin.offset(), id, entry.command().get());
        handler
            .onRefused(command, entry.reason())
            .ifPresent(notice -> messages.add(message(notice, noticeEvent(id, notice))));
      }
      return messages;
    }

    private Event noticeEvent(UUID id, Reply notice) {
      Event event = handler.event(id, notice);
      UUID noticeId = CommandIds.derived(id, "refused-" + origin.offset());
      return new Event(noticeId, event.type(), event.source(), event.time());
    }
  }

  /**
   * A dead letter that Kafka could not take would hold its partition up for ever, so a record that
   * leaves no room for reason and origin, below Kafka's default limit of a message, stays in the
   * log alone.
   */
  private static ProducerRecord<byte[], byte[]> deadLetter(
      Entry.Refused<?> entry, ConsumerRecord<byte[], byte[]> origin) {
    long bytes = bytes(origin);
    if (bytes <= 900_000) {
      return DeadLetter.of(origin, entry.reason(), entry.detail()).toProducerRecord(origin);
    }
    ProducerRecord<byte[], byte[]> withoutBytes =
        new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), null, null);
    String detail = "%s (its %d bytes stay at its origin)".formatted(entry.detail(), bytes);
    DeadLetter.of(origin, entry.reason(), detail).writeTo(withoutBytes.headers());
    return withoutBytes;
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> origin) {
    long bytes = length(origin.key()) + (long) length(origin.value());
    for (Header header : origin.headers()) {
      bytes += header.key().length() * 3L + length(header.value());
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static ProducerRecord<byte[], byte[]> message(Reply reply, Event event) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            reply.topic(), null, reply.key().toString().getBytes(UTF_8), reply.payload());
    event.writeTo(message.headers());
    return message;
  }
}
