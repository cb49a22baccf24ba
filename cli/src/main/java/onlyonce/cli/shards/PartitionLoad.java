package onlyonce.cli.shards;

import onlyonce.ledger.PartitionBooks;
import onlyonce.processor.EngineReads.PartitionProgress;

/**
 * How much there is in a ledger partition.
 *
 * @param accounts that clients opened
 * @param rows of accounts, postings, holds and judged ids: what a move copies
 */
public record PartitionLoad(long accounts, long rows) {
  static PartitionLoad of(PartitionProgress progress, PartitionBooks books) {
    return new PartitionLoad(
        books.accounts(),
        books.accounts() + books.postings() + books.holds() + progress.processed());
  }
}
