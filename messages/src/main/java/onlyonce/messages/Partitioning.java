package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * The function from account to ledger partition, and their count. Neither changes during the log's
 * life: dedup is per ledger partition, so a moved route would apply one intent twice.
 *
 * @param function {@code hash}: Kafka's murmur2 of the UTF-8 key, positive, modulo the count
 * @param count of ledger partitions, 1 to 10,000
 */
public record Partitioning(String function, int count) {
  /** The name of the default function. */
  public static final String HASH = "hash";

  /**
   * @throws IllegalArgumentException when the function is unknown or the count out of range
   */
  public Partitioning {
    if (!function.equals(HASH)) {
      throw new IllegalArgumentException(
          "partition function \"" + function + "\" is unknown; known: " + HASH);
    }
    if (count < 1 || count > 10_000) {
      throw new IllegalArgumentException(
          "ledger partitions must be from 1 to 10000 but are " + count);
    }
  }

  /** The default function over {@code count} ledger partitions. */
  public static Partitioning hash(int count) {
    return new Partitioning(HASH, count);
  }

  /** The ledger partition of an account, from 0. */
  public int of(AccountId account) {
    return ofKey(account.value(), count);
  }

  /** Where Kafka's Java producer puts a key by default among {@code partitions}. */
  public static int ofKey(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }
}
