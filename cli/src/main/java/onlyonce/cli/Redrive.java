package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.producer.Intent;
import onlyonce.producer.Routing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Whether a dead letter can be sent again, and as what: the original bytes under the original id,
 * to the topic and partition that its accounts ask for. The id makes it safe: whatever was applied
 * under it is answered again, not applied again.
 */
sealed interface Redrive {

  /** It goes out again. */
  record Again(ProducerRecord<byte[], byte[]> wireRecord) implements Redrive {}

  /** It stays where it is. */
  record Refused(String why) implements Redrive {}

  /** Decides; looks at nothing but the letter. */
  static Redrive of(FoundDeadLetter found, Routing routing) {
    if (found.letter().isEmpty()) {
      return new Refused(found.detail());
    }
    DeadLetterReason reason = found.letter().map(DeadLetter::reason).orElseThrow();
    if (reason == DeadLetterReason.CONFLICTS_WITH_EARLIER) {
      return new Refused("its id was judged with other content before, and would be refused again");
    }
    if (reason == DeadLetterReason.EXPIRED) {
      return new Refused(
          "its id is older than the dedup window and would expire again; look whether it was"
              + " applied before paying under a new one");
    }
    try {
      Event event = Event.read(found.kept().headers());
      if (SagaRequestCodec.isRequest(event.type())) {
        return new Refused("a person's wish about a saga; `onlyonce saga` asks again");
      }
      return event.type().equals(TransferCodec.EVENT_TYPE)
          ? again(found, event, TransferCodec.decode(event, found.kept().value()), routing)
          : ofCommand(found, event, routing);
    } catch (UnreadableException e) {
      return new Refused("still unreadable: " + e.reason().label() + ", " + e.detail());
    }
  }

  private static Redrive ofCommand(FoundDeadLetter found, Event event, Routing routing)
      throws UnreadableException {
    return switch (CommandCodec.decode(event, found.kept().value())) {
      case Command.Post post ->
          again(
              found,
              event,
              new Transfer(event.id(), post.from(), post.to(), post.amount(), post.currency()),
              routing);
      case Command.SagaStep step ->
          new Refused(
              "a step of the saga of transfer "
                  + step.transferId()
                  + ", which alone may repeat it");
      case Command.Open open -> notOurs("Open", "account " + open.account());
      case Command.Close close -> notOurs("Close", "account " + close.account());
      case Command.Configure _ -> notOurs("Configure", "the ledger");
    };
  }

  private static Refused notOurs(String type, String what) {
    return new Refused(
        "an %s of %s: only transfers and Posts are redriven; who wrote it may write it again"
            .formatted(type, what));
  }

  private static Again again(
      FoundDeadLetter found, Event event, Transfer transfer, Routing routing) {
    Routing.Route route =
        routing.of(
            new Intent.MakeTransfer(
                transfer.from(), transfer.to(), transfer.amount(), transfer.currency()),
            event.id().toString());
    return new Again(
        new ProducerRecord<>(
            route.topic(),
            route.partition(),
            route.key().getBytes(UTF_8),
            found.kept().value(),
            headers(found.kept().headers(), event, route.type())));
  }

  /** The original's, whatever they were, without what was added when it was put aside. */
  private static Headers headers(Headers kept, Event event, String type) {
    Headers headers = new RecordHeaders();
    for (Header header : kept) {
      if (!header.key().startsWith("dead_letter_")) {
        headers.add(header);
      }
    }
    if (!type.equals(event.type())) {
      headers.remove(Event.TYPE);
      headers.add(Event.TYPE, type.getBytes(UTF_8));
    }
    return headers;
  }
}
