package onlyonce.cli.move;

/**
 * One ledger partition that has moved.
 *
 * @param rowsAhead copied while it was in use
 * @param aheadMillis what that took
 * @param rowsInPause copied while it was frozen
 * @param pauseMillis from the freeze to the target's first commit
 * @param taken whether a processor was seen to take it over at the target; else the pause lasts on
 */
public record Moved(
    int ledgerPartition,
    String from,
    String to,
    long rowsAhead,
    long aheadMillis,
    long rowsInPause,
    long pauseMillis,
    boolean taken) {

  /** For people. */
  public String inWords() {
    return "ledger partition %d: %s to %s, %,d rows ahead in %,d ms, %,d in a pause of %,d ms%s"
        .formatted(
            ledgerPartition,
            from,
            to,
            rowsAhead,
            aheadMillis,
            rowsInPause,
            pauseMillis,
            taken ? "" : " and on: no processor took it over while we looked");
  }
}
