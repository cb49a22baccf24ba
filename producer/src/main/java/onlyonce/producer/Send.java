package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.WireRecord;

/**
 * A journalled line that has to go out.
 *
 * @param line of the source, the send's name
 * @param dueNanos when it is to go, on the clock of {@link System#nanoTime}
 * @param everUnknown whether an earlier attempt may be in the log
 */
public record Send(long line, WireRecord wireRecord, long dueNanos, boolean everUnknown) {

  /** Whether transfers must wait for this one: they may need the account that it opens. */
  boolean opens() {
    return wireRecord.event().type().equals(CommandType.OPEN.eventType());
  }

  /** The record of an intent, the same at every call. */
  public static WireRecord recordOf(JournalLine.Intended intended) {
    return wireRecord(intended, intended.type(), intended.time(), intended.value());
  }

  /** The record of a conflict: other content where the intent's record went. */
  public static WireRecord recordOf(
      JournalLine.Intended intended, JournalLine.Conflicting conflict) {
    return wireRecord(intended, conflict.type(), conflict.time(), conflict.value());
  }

  private static WireRecord wireRecord(
      JournalLine.Intended intended, String type, Instant time, String value) {
    return new WireRecord(
        intended.topic(),
        intended.partition(),
        intended.key(),
        new Event(intended.id(), type, intended.source(), time),
        value.getBytes(UTF_8));
  }
}
