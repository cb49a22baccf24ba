package onlyonce.messages;

import java.util.List;
import java.util.stream.IntStream;

/** From account to ledger partition; chosen once for the log's whole life. */
public sealed interface PartitionFunction permits ByHash, ByRange, ByCustom {

  /** The name in the shard map and on the command line. */
  String name();

  /**
   * The ledger partition of an account.
   *
   * @param count of ledger partitions
   * @return from 0 to {@code count} - 1
   */
  int of(AccountId account, int count);

  /**
   * @throws IllegalArgumentException when the function does not fit so many ledger partitions
   */
  void requireFits(int count);

  /** The ledger partitions that may hold accounts of the range, rising. */
  List<Integer> mayHold(AccountRange range, int count);

  /** With what else it depends on, for people. */
  String describe();

  /** All of them, for a function that keeps no order. */
  static List<Integer> all(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
