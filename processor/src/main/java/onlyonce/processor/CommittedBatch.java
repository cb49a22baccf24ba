package onlyonce.processor;

import java.util.List;

/**
 * What one committed transaction came to.
 *
 * @param commands that were new, and judged
 * @param duplicates that were answered as before
 * @param refused records that became dead letters
 * @param nanos how long the transaction took
 */
public record CommittedBatch(int commands, int duplicates, int refused, long nanos) {

  static CommittedBatch of(ApplySlices.Applied applied, long nanos) {
    int commands = 0;
    int refused = 0;
    for (List<Publication> partition : applied.dueByPartition().values()) {
      for (Publication publication : partition) {
        switch (publication) {
          case Publication.Answer _ -> commands++;
          case Publication.Refusal<?> _ -> refused++;
        }
      }
    }
    return new CommittedBatch(commands, applied.again().size(), refused, nanos);
  }

  /** How many records of the log it held. */
  public int records() {
    return commands + duplicates + refused;
  }
}
