package onlyonce.messages;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of a command. Outcomes are values with names; a stored one is final for its id. */
public enum Outcome {
  APPLIED("Applied"),
  INSUFFICIENT_FUNDS("InsufficientFunds"),
  ACCOUNT_EXISTS("AccountExists"),
  ACCOUNT_NOT_FOUND("AccountNotFound"),
  ACCOUNT_CLOSED("AccountClosed"),
  ACCOUNT_NOT_EMPTY("AccountNotEmpty"),
  SAME_ACCOUNT("SameAccount"),
  CURRENCY_MISMATCH("CurrencyMismatch"),
  BALANCE_OVERFLOW("BalanceOverflow"),
  HOLD_EXISTS("HoldExists"),
  HOLD_NOT_FOUND("HoldNotFound"),
  HOLD_ALREADY_SETTLED("HoldAlreadySettled"),
  HOLD_ALREADY_RELEASED("HoldAlreadyReleased"),
  /** The source did not answer in time; the orchestrator turned the transfer back. */
  DEADLINE_PASSED("DeadlinePassed"),
  /** A person turned the transfer back. */
  CANCELLED("Cancelled"),
  /** Same id, other payload: judges the record, not the transfer. */
  CONFLICTS_WITH_EARLIER("ConflictsWithEarlier"),
  /** Older than the dedup window: not judged. Look before paying again. */
  EXPIRED("Expired");

  private static final Map<String, Outcome> BY_LABEL =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Outcome::label, Function.identity()));

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The name on the wire, such as {@code InsufficientFunds}. */
  public String label() {
    return label;
  }

  /** The outcome behind a {@link #label()}, or nothing. */
  public static Optional<Outcome> ofLabel(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }
}
