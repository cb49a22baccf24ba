package onlyonce.cli.simulate;

import java.util.Locale;

/**
 * A rare thing that a simulation must have met to be worth its words. They are counted where they
 * are seen to happen, not where somebody wanted them to.
 */
public enum Sighting {
  OUTCOME_PUBLISHED_AGAIN("an outcome published again after a crash or a takeover"),
  OUTCOME_OVERTAKEN("an outcome given up by Kafka's client, and a later one let through"),
  STALE_COMMIT_REFUSED("a paused processor woke, and its commit was refused"),
  COMMITS_LOST("a database failed over without its last commits, and its log was read again"),
  TRANSACTION_LOST("an orchestrator died or was paused in an open transaction"),
  LOG_READ_AGAIN("an orchestrator's offsets were lost and its log read again"),
  COMMAND_REPEATED("a command came again and got its first answer"),
  COMMAND_CONFLICTED("a known command's id came with another payload"),
  COMMAND_EXPIRED("a command came below the dedup floor"),
  IDEMPOTENT_BELOW_FLOOR("a Settle or Release below the floor: applied, and not remembered"),
  TOMBSTONE_LEFT("a Release came before its Hold"),
  LATE_HOLD_REFUSED("a Hold came after its Release, and the tombstone refused it"),
  START_REPEATED("a start came again to a known saga"),
  START_CONFLICTED("a known transfer's id came with another payload"),
  START_AFTER_FORGOTTEN("a start came again after its saga was forgotten"),
  STEP_RETRIED("a step was sent again after a pause"),
  HOLD_TURNED_BACK("a deadline turned a saga back that waited for its hold"),
  HOLD_EXPIRED("a Hold expired and was released"),
  CREDIT_ANSWERED_LATE("a Credit's answer came after the hold's deadline would have passed"),
  CREDIT_REFUSED("a destination refused in mid-saga"),
  CREDIT_EXPIRED("a Credit expired, and its saga was parked"),
  PARKED_MOVED_BY_ANSWER("a late stored answer moved a parked saga"),
  PARKED_RESUMED("a person resumed a parked saga after reading the destination"),
  RESUME_TOO_EARLY("a resume was refused because the destination was read too early"),
  COMPENSATE_OBEYED("a person turned a saga back"),
  COMPENSATE_REFUSED("a person's wish to turn back came after Credit was sent"),
  HOLD_ROW_ANSWERED("a retried Settle or Release was answered by the hold's own row"),
  OTHER_STEP_ANSWERED("an answer came to a step that its saga did not wait for");

  private final String meaning;

  Sighting(String meaning) {
    this.meaning = meaning;
  }

  /** What happened, in half a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The name in JSON, such as {@code late_hold_refused}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
