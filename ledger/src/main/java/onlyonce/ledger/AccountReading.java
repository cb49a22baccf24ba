package onlyonce.ledger;

import onlyonce.messages.Version;

/**
 * An account with the version of its last change.
 *
 * @param version its ledger partition, and the offset + 1 of the last command that changed it
 */
public record AccountReading(Account account, Version version) {}
