package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitioningTest {

  /** Computed with Kafka's own default partitioner: the route of an account never changes. */
  @ParameterizedTest
  @CsvSource({
    "a, 4, 4",
    "alice, 3, 9",
    "bob, 0, 6",
    "acct-1, 2, 2",
    "acct-200, 3, 9",
    "A.B_C:d-9, 2, 2",
    "0123456789012345678901234567890123456789012345678901234567890123, 2, 2",
    "~treasury:EUR, 2, 2",
  })
  void of_testVectors_staySo(String account, int ofSix, int ofTwelve) {
    assertThat(Partitioning.hash(6).of(new AccountId(account))).isEqualTo(ofSix);
    assertThat(Partitioning.hash(12).of(new AccountId(account))).isEqualTo(ofTwelve);
  }

  @Test
  void ofKey_anyKey_isWhereKafkaPutsIt() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      String key = "key-" + Long.toString(random.nextLong(), 36);
      int partitions = 1 + random.nextInt(50);
      assertThat(Partitioning.ofKey(key, partitions))
          .as("seed 7, key %s", key)
          .isEqualTo(
              BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions));
    }
  }

  @Test
  void of_manyAccounts_spreadsThem() {
    int[] accounts = new int[12];
    for (int i = 0; i < 12_000; i++) {
      accounts[Partitioning.hash(12).of(new AccountId("acct-" + i))]++;
    }
    assertThat(Arrays.stream(accounts)).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void new_nonsense_isRefused() {
    assertThatThrownBy(() -> Partitioning.custom("crc32", 6))
        .hasMessageStartingWith("partition function \"crc32\" is unknown; known: hash, range");
    assertThatThrownBy(() -> Partitioning.hash(0)).hasMessageContaining("from 1 to 10000");
    assertThatThrownBy(() -> Partitioning.hash(10_001)).hasMessageContaining("from 1 to 10000");
  }
}
