package onlyonce.cli.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code --break} can take away, to see that the simulation would notice. */
public enum Mechanism {
  /** Release without a hold leaves nothing, so a hold that comes later stands. */
  TOMBSTONE("tombstone", "a Release before its Hold leaves no tombstone"),
  /** Any answer moves the saga, whichever step it answers. */
  STEP_MATCHING("step-matching", "an answer moves the saga whichever step it answers"),
  /** The ledger applies an id as often as it comes. */
  DEDUP("dedup", "the ledger forgets which ids it judged"),
  /** A passed deadline turns back Crediting, too. */
  DEADLINE("deadline", "a passed deadline releases although Credit is in the log"),
  /** Expired on Credit is taken for a refusal. */
  EXPIRED_AS_REFUSED("expired-as-refused", "Expired on a Credit counts as a refusal"),
  /** Ended sagas are forgotten before the floor has passed them. */
  FORGET_EARLY("forget-early", "ended sagas are forgotten before the floor has passed them"),
  /** A processor that was paused and woke may still write. */
  OWNER_TOKEN("owner-token", "a processor that lost its ledger partition may still write it");

  private final String label;
  private final String meaning;

  Mechanism(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** The name on the command line, such as {@code step-matching}. */
  public String label() {
    return label;
  }

  /** What is wrong then, in half a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The mechanism behind a {@link #label()}, or nothing. */
  public static Optional<Mechanism> ofLabel(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Mechanism::label).toList();
  }
}
