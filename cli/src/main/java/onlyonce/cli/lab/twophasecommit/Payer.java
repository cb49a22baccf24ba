package onlyonce.cli.lab.twophasecommit;

import onlyonce.messages.AccountId;

/**
 * An account whose owner makes small payments to a neighbour in the same ledger partition, whatever
 * transfers go on beside it.
 *
 * @param partition the ledger partition of both
 * @param shard where that lives
 */
record Payer(AccountId account, AccountId neighbour, int partition, String shard) {}
