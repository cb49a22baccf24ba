package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByRangeTest {
  private static final Partitioning FOUR = Partitioning.range(accounts("g", "n", "t"));

  @ParameterizedTest
  @CsvSource({
    "-, 0",
    "0, 0",
    "Z, 0",
    "a, 0",
    "fzzz, 0",
    "g, 1",
    "g-, 1",
    "mzz, 1",
    "n, 2",
    "szz, 2",
    "t, 3",
    "zoe, 3",
    "~treasury:EUR, 3",
  })
  void of_account_isBelowItsBound(String account, int partition) {
    assertThat(FOUR.of(new AccountId(account))).isEqualTo(partition);
  }

  @Test
  void of_noBounds_isTheOnlyOne() {
    assertThat(Partitioning.range(List.of()).of(new AccountId("a"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "a, b, 0",
    "a, g, 0 1",
    "f, fz, 0",
    "h, o, 1 2",
    "a, z, 0 1 2 3",
    "u, u, 3",
    ", c, 0",
    "o, , 2 3",
    ", , 0 1 2 3",
  })
  void mayHold_range_areThoseThatOverlap(String from, String to, String partitions) {
    AccountRange range =
        new AccountRange(
            Optional.ofNullable(from).map(AccountId::new),
            Optional.ofNullable(to).map(AccountId::new));
    assertThat(FOUR.mayHold(range))
        .isEqualTo(Stream.of(partitions.split(" ")).map(Integer::valueOf).toList());
  }

  @Test
  void mayHold_hash_areAll() {
    assertThat(
            Partitioning.hash(4).mayHold(AccountRange.of(new AccountId("a"), new AccountId("a.b"))))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void mayHold_anyAccountInsideTheRange_isAmongThem() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 10_000; i++) {
      List<AccountId> three = Stream.of(name(random), name(random), name(random)).sorted().toList();
      assertThat(FOUR.mayHold(AccountRange.of(three.get(0), three.get(2))))
          .as("seed 11, %s", three)
          .contains(FOUR.of(three.get(1)));
    }
  }

  @Test
  void new_nonsense_isRefused() {
    assertThatThrownBy(() -> Partitioning.range(accounts("n", "g")))
        .hasMessage("partition bounds must rise, but n stands before g");
    assertThatThrownBy(() -> Partitioning.range(accounts("n", "n"))).hasMessageContaining("rise");
    assertThatThrownBy(() -> Partitioning.range(accounts("~in-transit:EUR")))
        .hasMessageContaining("internal");
    assertThatThrownBy(() -> new Partitioning(new ByRange(accounts("g", "n")), 4))
        .hasMessage("4 ledger partitions by range need 3 bounds but there are 2");
    assertThatThrownBy(() -> AccountRange.of(new AccountId("b"), new AccountId("a")))
        .hasMessage("the range begins at b, behind its end a");
  }

  private static AccountId name(SplittableRandom random) {
    return new AccountId(Long.toString(random.nextLong(1, Long.MAX_VALUE), 36));
  }

  private static List<AccountId> accounts(String... names) {
    return Stream.of(names).map(AccountId::new).toList();
  }
}
