package onlyonce.messages;

/**
 * The state of a ledger partition right after one record of its log.
 *
 * @param partition the ledger partition
 * @param nextOffset the record's offset + 1; reads that have seen it have seen the record's effect
 */
public record Version(int partition, long nextOffset) {
  /**
   * @throws IllegalArgumentException when one is negative
   */
  public Version {
    if (partition < 0 || nextOffset < 0) {
      throw new IllegalArgumentException(
          "a version has no negative part but is " + partition + ", " + nextOffset);
    }
  }
}
