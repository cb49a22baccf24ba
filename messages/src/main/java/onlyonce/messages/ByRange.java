package onlyonce.messages;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Neighbours stay together: each ledger partition has the accounts below its bound that the one
 * before it has not, in the order of their bytes; the last has the rest, internal accounts among
 * them.
 *
 * @param bounds the exclusive upper bounds of all ledger partitions but the last, rising
 */
public record ByRange(List<AccountId> bounds) implements PartitionFunction {
  static final String NAME = "range";

  /**
   * @throws IllegalArgumentException when the bounds do not rise, or a client cannot name one
   */
  public ByRange {
    bounds = List.copyOf(bounds);
    for (int i = 0; i < bounds.size(); i++) {
      if (bounds.get(i).isInternal()) {
        throw new IllegalArgumentException(
            "partition bound " + bounds.get(i) + " is internal; bounds are names that clients use");
      }
      if (i > 0 && bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "partition bounds must rise, but %s stands before %s"
                .formatted(bounds.get(i - 1), bounds.get(i)));
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int of(AccountId account, int count) {
    int found = Collections.binarySearch(bounds, account);
    return found >= 0 ? found + 1 : -(found + 1);
  }

  @Override
  public void requireFits(int count) {
    if (bounds.size() != count - 1) {
      throw new IllegalArgumentException(
          "%d ledger partitions by range need %d bounds but there are %d"
              .formatted(count, count - 1, bounds.size()));
    }
  }

  @Override
  public List<Integer> mayHold(AccountRange range, int count) {
    int first = range.from().map(account -> of(account, count)).orElse(0);
    int last = range.to().map(account -> of(account, count)).orElse(count - 1);
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  @Override
  public String describe() {
    return bounds.stream()
        .map(AccountId::value)
        .collect(Collectors.joining(",", NAME + " with bounds ", ""));
  }
}
