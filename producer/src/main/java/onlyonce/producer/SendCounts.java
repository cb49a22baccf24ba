package onlyonce.producer;

/** What a journal says so far, earlier runs included. */
public record SendCounts(Lines read, Sends sends) {

  static final SendCounts NONE = new SendCounts(new Lines(0, 0, 0, 0, 0), new Sends(0, 0, 0, 0));

  /**
   * The lines read, without header and empty lines: each is counted once.
   *
   * @param intents distinct refs, each with an id
   * @param resent lines that repeated a ref with the same content
   * @param conflicting lines that repeated a ref with other content
   * @param suppressed lines that repeated a ref and were not sent, under at-most-once
   * @param malformed lines that cannot be read
   */
  public record Lines(
      long intents, long resent, long conflicting, long suppressed, long malformed) {}

  /**
   * The sends that have a last word.
   *
   * @param acknowledged in the log
   * @param handedOver written to the broker's socket, under at-most-once: no more will be known
   * @param notSent definitely not in the log
   * @param abandoned of unknown fate and, under at-most-once, never tried again
   */
  public record Sends(long acknowledged, long handedOver, long notSent, long abandoned) {}

  /** Lines read, without header and empty lines. */
  public long lines() {
    return journalled() + read.suppressed() + read.malformed();
  }

  /** Sends: one for each line that could be read and was not suppressed. */
  public long journalled() {
    return read.intents() + read.resent() + read.conflicting();
  }

  /** Sends without a last word: on their way while a run lasts, of unknown fate after it. */
  public long unknown() {
    return journalled()
        - sends.acknowledged()
        - sends.handedOver()
        - sends.notSent()
        - sends.abandoned();
  }
}
