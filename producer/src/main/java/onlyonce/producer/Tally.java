package onlyonce.producer;

/** Counts journal lines as they are appended or read back. */
final class Tally {
  private long intents;
  private long resent;
  private long conflicting;
  private long malformed;
  private long acknowledged;
  private long notSent;

  private long lastLine;
  private boolean ended;

  void add(JournalLine journalLine) {
    switch (journalLine) {
      case JournalLine.Started started -> {}
      case JournalLine.Intended intended -> {
        intents++;
        lastLine = intended.line();
      }
      case JournalLine.Resent again -> {
        resent++;
        lastLine = again.line();
      }
      case JournalLine.Conflicting conflict -> {
        conflicting++;
        lastLine = conflict.line();
      }
      case JournalLine.Unreadable unreadable -> {
        malformed++;
        lastLine = unreadable.line();
      }
      case JournalLine.Acked ack -> acknowledged++;
      case JournalLine.Refused refused -> notSent++;
      case JournalLine.Ended end -> ended = true;
    }
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
    return new SendCounts(intents, resent, conflicting, malformed, acknowledged, notSent);
  }
}
