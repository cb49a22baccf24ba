package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of {@code dead-letters}.
 *
 * @param letter why it lies there; nothing when somebody else wrote it
 */
record FoundDeadLetter(ConsumerRecord<byte[], byte[]> kept, Optional<DeadLetter> letter) {
  private static final int MAX_SHOWN = 120;

  static FoundDeadLetter of(ConsumerRecord<byte[], byte[]> kept) {
    try {
      return new FoundDeadLetter(kept, Optional.of(DeadLetter.read(kept.headers())));
    } catch (UnreadableException e) {
      return new FoundDeadLetter(kept, Optional.empty());
    }
  }

  /** Where it lies, such as {@code 2@17}: partition and offset of {@code dead-letters}. */
  String place() {
    return kept.partition() + "@" + kept.offset();
  }

  /** Why, by name. */
  String reason() {
    return letter.map(known -> known.reason().label()).orElse("-");
  }

  /** Why, in words. */
  String detail() {
    return letter
        .map(DeadLetter::detail)
        .map(FoundDeadLetter::printable)
        .orElse("no dead letter: somebody else wrote it");
  }

  /** Which record it was, such as {@code ledger-commands-3@17}. */
  String origin() {
    return letter
        .map(known -> printable(known.topic()) + "-" + known.partition() + "@" + known.offset())
        .orElse("-");
  }

  /** The id as it stands in the header, readable or not; a dash when there is none. */
  String id() {
    return header(Event.ID);
  }

  /** The type as it stands in the header; a dash when there is none. */
  String type() {
    return header(Event.TYPE);
  }

  private String header(String name) {
    Header header = kept.headers().lastHeader(name);
    return header == null || header.value() == null
        ? "-"
        : printable(new String(header.value(), UTF_8));
  }

  /** Strangers wrote it: bounded, and fit for a terminal. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .map(character -> Character.isISOControl(character) ? '?' : character)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
