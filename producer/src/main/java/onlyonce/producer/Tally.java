package onlyonce.producer;

/** Counts journal lines as they are appended or read back. */
final class Tally {
  private long intents;
  private long resent;
  private long conflicting;
  private long suppressed;
  private long malformed;
  private long acknowledged;
  private long handedOver;
  private long notSent;
  private long abandoned;

  private long lastLine;
  private boolean ended;

  void add(JournalLine journalLine) {
    switch (journalLine) {
      case JournalLine.Started started -> {}
      case JournalLine.Intended intended -> {
        intents++;
        read(intended.line());
      }
      case JournalLine.Resent again -> {
        resent++;
        read(again.line());
      }
      case JournalLine.Conflicting conflict -> {
        conflicting++;
        read(conflict.line());
      }
      case JournalLine.Suppressed held -> add(held);
      case JournalLine.Unreadable unreadable -> {
        malformed++;
        read(unreadable.line());
      }
      case JournalLine.Acked ack -> acknowledged++;
      case JournalLine.HandedOver gone -> handedOver++;
      case JournalLine.Refused refused -> notSent++;
      case JournalLine.Ended end -> ended = true;
    }
  }

  /** Lines are read in rising order: one that was read before is an intent given up since. */
  private void add(JournalLine.Suppressed held) {
    if (held.line() > lastLine) {
      suppressed++;
      read(held.line());
    } else {
      abandoned++;
    }
  }

  /** A source that may grow goes on after its end. */
  private void read(long line) {
    lastLine = line;
    ended = false;
  }

  /** The last line of the source that is in the journal, 0 before the first. */
  long lastLine() {
    return lastLine;
  }

  /** Whether the source was read to its end and every send had an answer. */
  boolean ended() {
    return ended;
  }

  SendCounts counts() {
    return new SendCounts(
        new SendCounts.Lines(intents, resent, conflicting, suppressed, malformed),
        new SendCounts.Sends(acknowledged, handedOver, notSent, abandoned));
  }
}
