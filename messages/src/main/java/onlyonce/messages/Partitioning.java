package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * The function from account to ledger partition, and their count. Neither changes during the log's
 * life: dedup is per ledger partition, so a moved route would apply one intent twice.
 *
 * @param count of ledger partitions, 1 to 10,000
 */
public record Partitioning(PartitionFunction function, int count) {
  private static final int MAX_COUNT = 10_000;

  /**
   * @throws IllegalArgumentException when the count is out of range or the function does not fit it
   */
  public Partitioning {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "ledger partitions must be from 1 to 10000 but are " + count);
    }
    function.requireFits(count);
  }

  /** The default function over {@code count} ledger partitions. */
  public static Partitioning hash(int count) {
    return new Partitioning(new ByHash(), count);
  }

  /**
   * One ledger partition more than there are bounds.
   *
   * @param bounds exclusive upper bounds, rising
   * @throws IllegalArgumentException when they do not rise
   */
  public static Partitioning range(List<AccountId> bounds) {
    return new Partitioning(new ByRange(bounds), bounds.size() + 1);
  }

  /**
   * A user's function.
   *
   * @throws IllegalArgumentException when no {@link AccountPartitioner} of that name is on the
   *     class path
   */
  public static Partitioning custom(String name, int count) {
    return new Partitioning(ByCustom.named(name), count);
  }

  /** The ledger partition of an account, from 0. */
  public int of(AccountId account) {
    return function.of(account, count);
  }

  /** The ledger partitions that may hold accounts of the range, rising: no others need be asked. */
  public List<Integer> mayHold(AccountRange range) {
    return function.mayHold(range, count);
  }

  /** For people, such as {@code "hash" over 6}. */
  public String describe() {
    return "\"" + function.describe() + "\" over " + count;
  }

  /** Where Kafka's Java producer puts a key by default among {@code partitions}. */
  public static int ofKey(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }
}
