package onlyonce.messages;

import java.util.Optional;

/** Why a record became a dead letter. */
public enum DeadLetterReason {
  MISSING_HEADER("MissingHeader"),
  BAD_HEADER("BadHeader"),
  BAD_ID("BadId"),
  UNKNOWN_TYPE("UnknownType"),
  BAD_JSON("BadJson"),
  DUPLICATE_KEY("DuplicateKey"),
  UNKNOWN_FIELD("UnknownField"),
  MISSING_FIELD("MissingField"),
  BAD_VALUE("BadValue"),
  WRONG_PARTITION("WrongPartition"),
  CONFLICTS_WITH_EARLIER("ConflictsWithEarlier"),
  EXPIRED("Expired");

  private final String label;

  DeadLetterReason(String label) {
    this.label = label;
  }

  /** The name on the wire, such as {@code WrongPartition}. */
  public String label() {
    return label;
  }

  /** The reason behind a {@link #label()}, or nothing. */
  public static Optional<DeadLetterReason> ofLabel(String label) {
    for (DeadLetterReason reason : values()) {
      if (reason.label.equals(label)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
