package onlyonce.chaos.model;

/** Whose money a command moves, or would have moved. Accounts that it does not name are empty. */
record Legs(String debited, String credited, String currency, long amountMinor) {

  /** Of a command that names one account and moves nothing. */
  static Legs at(String account) {
    return new Legs(account, "", "", 0);
  }
}
