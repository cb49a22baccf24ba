package onlyonce.ledger.read;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import onlyonce.ledger.Account;

/**
 * What one replica showed in one snapshot.
 *
 * @param account nothing when it was never opened, as far as this replica knows
 * @param accountVersion the offset + 1 of the last command that changed it, 0 without an account
 * @param nextOffset how far this replica has come in the ledger partition's log
 * @param role what it was at that moment
 * @param age how old that state is at most; nothing when the replica can't tell
 * @param whole it shows whatever it ever confirmed to its primary; one that has just been started
 *     may not
 */
record Sight(
    Replica replica,
    Optional<Account> account,
    long accountVersion,
    long nextOffset,
    Replica.Role role,
    Optional<Duration> age,
    boolean whole) {

  static final Comparator<Sight> BY_VERSION =
      Comparator.comparingLong(Sight::accountVersion).thenComparingLong(Sight::nextOffset);

  /** Its state includes that version of the account, or a later one. */
  boolean has(long version) {
    return nextOffset >= version;
  }
}
