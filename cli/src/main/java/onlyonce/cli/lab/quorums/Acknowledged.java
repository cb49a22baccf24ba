package onlyonce.cli.lab.quorums;

import onlyonce.messages.AccountId;

/**
 * A write to an account whose outcome its writer has heard.
 *
 * @param version the account's since then
 * @param nanos when it was heard, on the clock of all that is recorded here
 */
record Acknowledged(AccountId account, long version, long nanos) {}
