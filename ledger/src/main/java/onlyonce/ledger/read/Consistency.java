package onlyonce.ledger.read;

import onlyonce.messages.Version;

/** What a reader asks for. */
public sealed interface Consistency {

  /** What the primary has. */
  record Primary() implements Consistency {}

  /** The latest of what Vr replicas have, once Vw have it. */
  record Quorum() implements Consistency {}

  /** What whichever replica has: quick, and perhaps old. */
  record Any() implements Consistency {}

  /**
   * What a standby has once it has come to this version, such as the one in the outcome of the
   * reader's own command: it reads its own writes.
   */
  record AtLeast(Version version) implements Consistency {}

  /**
   * Reads {@code primary}, {@code quorum}, {@code any} or {@code at-least:VERSION}.
   *
   * @param partition the account's ledger partition: a version is a number within one
   * @throws IllegalArgumentException when it is none of them
   */
  static Consistency parse(String text, int partition) {
    return switch (text) {
      case "primary" -> new Primary();
      case "quorum" -> new Quorum();
      case "any" -> new Any();
      default -> {
        if (!text.matches("at-least:[0-9]{1,18}")) {
          throw new IllegalArgumentException(
              "write primary, quorum, any or at-least:VERSION, not \"" + text + "\"");
        }
        long nextOffset = Long.parseLong(text.substring(text.indexOf(':') + 1));
        yield new AtLeast(new Version(partition, nextOffset));
      }
    };
  }
}
