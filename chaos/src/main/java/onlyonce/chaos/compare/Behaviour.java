package onlyonce.chaos.compare;

import onlyonce.chaos.check.Verdict;

/** Whether a run did what the name of its semantics says. */
public sealed interface Behaviour {

  /** What it did, or did not, in words. */
  String why();

  /** It did. */
  record AsNamed(String why) implements Behaviour {}

  /** It did something else, or nothing. */
  record NotAsNamed(String why) implements Behaviour {}

  /** Too little was seen. */
  record CannotTell(String why) implements Behaviour {}

  /** What a comparison comes to that rests on this. */
  default Verdict verdict() {
    return switch (this) {
      case AsNamed _ -> Verdict.VALID;
      case CannotTell _ -> Verdict.UNKNOWN;
      case NotAsNamed _ -> Verdict.INVALID;
    };
  }
}
