package onlyonce.messages;

import java.util.List;

/** Kafka's murmur2 of the UTF-8 key, positive, modulo the count: an even spread, and no order. */
public record ByHash() implements PartitionFunction {
  static final String NAME = "hash";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int of(AccountId account, int count) {
    return Partitioning.ofKey(account.value(), count);
  }

  @Override
  public void requireFits(int count) {}

  @Override
  public List<Integer> mayHold(AccountRange range, int count) {
    return PartitionFunction.all(count);
  }

  @Override
  public String describe() {
    return NAME;
  }
}
