package onlyonce.cli.lab.partitioning;

import java.util.List;
import java.util.stream.IntStream;
import onlyonce.messages.AccountId;
import onlyonce.messages.AccountRange;

/**
 * Accounts whose names come in order, as numbers drawn from a sequence do.
 *
 * @param count how many
 */
record Keys(int count) {

  AccountId at(int i) {
    return new AccountId("acct-%06d".formatted(i));
  }

  /** The bounds that cut them into ledger partitions of the same size. */
  List<AccountId> bounds(int partitions) {
    return IntStream.range(1, partitions)
        .mapToObj(partition -> at((int) ((long) count * partition / partitions)))
        .toList();
  }

  /** So many neighbours from the first one on. */
  AccountRange range(int first, int width) {
    return AccountRange.of(at(first), at(first + width - 1));
  }
}
