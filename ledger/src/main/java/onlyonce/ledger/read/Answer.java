package onlyonce.ledger.read;

import java.time.Duration;
import java.util.Optional;
import onlyonce.ledger.Account;
import onlyonce.messages.Version;

/**
 * An account as a read found it.
 *
 * @param account nothing when it was never opened
 * @param version of its last change: the offset + 1 of the command that made it, 0 without one
 * @param nextOffset how far the replica had come in the ledger partition's log
 * @param replica which one this was read from
 * @param role what it was at that moment
 * @param age how old the state is at most: 0 on a primary, on a standby the time since the last
 *     commit that it has applied was made; nothing when it has applied none since it started
 * @param asked how many replicas answered
 * @param holders how many of them had the version
 */
public record Answer(
    Optional<Account> account,
    Version version,
    long nextOffset,
    String replica,
    Replica.Role role,
    Optional<Duration> age,
    Label label,
    int asked,
    int holders) {

  static Answer of(int partition, Sight sight, Label label, int asked, int holders) {
    return new Answer(
        sight.account(),
        new Version(partition, sight.accountVersion()),
        sight.nextOffset(),
        sight.replica().name(),
        sight.role(),
        sight.age(),
        label,
        asked,
        holders);
  }
}
