package onlyonce.producer;

/**
 * What a journal says so far, earlier runs included.
 *
 * @param intents distinct refs, each with an id
 * @param resent lines that repeated a ref with the same content
 * @param conflicting lines that repeated a ref with other content
 * @param malformed lines that cannot be read
 * @param acknowledged sends that are in the log
 * @param notSent sends that are definitely not in the log
 */
public record SendCounts(
    long intents, long resent, long conflicting, long malformed, long acknowledged, long notSent) {

  static final SendCounts NONE = new SendCounts(0, 0, 0, 0, 0, 0);

  /** Lines read, without header and empty lines. */
  public long lines() {
    return journalled() + malformed;
  }

  /** Sends: one for each line that could be read. */
  public long journalled() {
    return intents + resent + conflicting;
  }

  /** Sends without an answer: on their way while a run lasts, of unknown fate after it. */
  public long unknown() {
    return journalled() - acknowledged - notSent;
  }
}
