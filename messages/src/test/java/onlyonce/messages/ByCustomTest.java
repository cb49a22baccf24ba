package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ByCustomTest {
  @Test
  void named_onTheClassPath_isUsed() {
    Partitioning partitioning = Partitioning.custom("first-letter", 6);

    assertThat(partitioning.of(new AccountId("alice"))).isEqualTo('a' % 6);
    assertThat(partitioning.mayHold(AccountRange.of(new AccountId("a"), new AccountId("a"))))
        .hasSize(6);
    assertThat(partitioning).isEqualTo(Partitioning.custom("first-letter", 6));
    assertThat(partitioning).isNotEqualTo(Partitioning.custom("first-letter", 7));
    assertThat(partitioning).isNotEqualTo(Partitioning.hash(6));
  }

  @Test
  void named_unknown_saysWhatIsKnown() {
    assertThatThrownBy(() -> ByCustom.named("last-letter"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "partition function \"last-letter\" is unknown; known: hash, range, first-letter, from-one;")
        .hasMessageEndingWith("found by ServiceLoader as onlyonce.messages.AccountPartitioner");
  }

  @Test
  void new_functionBeyondTheCount_isRefusedBeforeItIsUsed() {
    assertThatThrownBy(() -> Partitioning.custom("from-one", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("into ledger partition 2 of 2");
  }

  @Test
  void fingerprint_ofTheSameFunction_staysSo() {
    ByCustom function = ByCustom.named("first-letter");

    assertThat(function.fingerprint(6)).isEqualTo(ByCustom.named("first-letter").fingerprint(6));
    assertThat(function.fingerprint(6)).isNotEqualTo(function.fingerprint(7));
  }
}
