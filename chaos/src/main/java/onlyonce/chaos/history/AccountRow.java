package onlyonce.chaos.history;

/** A row of {@code ledger.account}; amounts in minor units. */
public record AccountRow(
    String account,
    String currency,
    long postedMinor,
    long heldMinor,
    boolean mayGoNegative,
    boolean closed,
    long version) {

  /** Whether the account belongs to the ledger itself: treasury or in-transit. */
  public boolean isInternal() {
    return account.startsWith("~");
  }
}
