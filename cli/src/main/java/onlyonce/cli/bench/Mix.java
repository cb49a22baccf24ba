package onlyonce.cli.bench;

/** What a stream of commands is made of. */
enum Mix {
  /**
   * Every command is new, its two accounts drawn evenly from one ledger partition after another.
   */
  ALL_NEW,
  /** One record in twenty is one of the last ten thousand again. */
  RESENT_5,
  /** Every command comes first new, as the warm-up, and then once more. */
  RESENT_100,
  /** One account takes part in every command, so one ledger partition and one shard do all. */
  HOT_ACCOUNT
}
