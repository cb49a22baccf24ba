package onlyonce.cli.lab.quorums;

import onlyonce.ledger.read.Label;
import onlyonce.messages.AccountId;

/**
 * What a read showed.
 *
 * @param version the account's in the answer
 * @param startNanos before it was asked for
 * @param endNanos when the answer was there
 */
record Seen(AccountId account, long version, Label label, long startNanos, long endNanos) {
  Seen {
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "a read from %d to %d has no length".formatted(startNanos, endNanos));
    }
  }

  /** Its label doesn't say that a later read may go back behind it. */
  boolean isFirm() {
    return label != Label.REGULAR;
  }

  double millis() {
    return (endNanos - startNanos) / 1e6;
  }
}
