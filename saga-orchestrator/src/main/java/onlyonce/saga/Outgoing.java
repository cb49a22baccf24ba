package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import onlyonce.messages.Attempt;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Emissions as records. Id, key and payload follow from the emission alone, so whatever is sent
 * again is the same command or result; the time is that of the record that caused it.
 */
final class Outgoing {
  private static final String SOURCE = "onlyonce/orchestrator";

  private Outgoing() {}

  static Record<byte[], byte[]> command(Emission.Send send, long causeMillis) {
    Record<byte[], byte[]> command =
        written(
            send.account().value(),
            CommandCodec.encode(send.command()),
            event(send.commandId(), send.command().type().eventType(), causeMillis));
    Attempt.writeTo(command.headers(), send.attempt());
    return command;
  }

  static Record<byte[], byte[]> result(TransferResult result, long causeMillis) {
    UUID transferId = result.transferId();
    return written(
        transferId.toString(),
        TransferResultCodec.encode(result),
        event(
            CommandIds.derived(transferId, "result"), TransferResultCodec.EVENT_TYPE, causeMillis));
  }

  private static Event event(UUID id, String type, long causeMillis) {
    return new Event(id, type, SOURCE, Instant.ofEpochMilli(causeMillis));
  }

  private static Record<byte[], byte[]> written(String key, byte[] value, Event event) {
    Headers headers = new RecordHeaders();
    event.writeTo(headers);
    return new Record<>(key.getBytes(UTF_8), value, event.time().toEpochMilli(), headers);
  }
}
