package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CommandStreamTest {
  private static final CommandStream.Origin ORIGIN =
      new CommandStream.Origin(7, 1_700_000_000_000L);

  private final Books books = Books.of(600, 6);

  @ParameterizedTest
  @EnumSource(Mix.class)
  void next_fromTheSameOrigin_givesTheSameRecords(Mix mix) {
    assertThat(take(mix, 5_000).stream().map(CommandStream.Made::wire).toList())
        .isEqualTo(take(mix, 5_000).stream().map(CommandStream.Made::wire).toList());
  }

  @ParameterizedTest
  @EnumSource(Mix.class)
  void next_namesAccountsOfTheRecordsPartition(Mix mix) {
    assertThat(take(mix, 2_000))
        .allSatisfy(
            made -> {
              assertThat(made.post().from()).isNotEqualTo(made.post().to());
              assertThat(made.post().accounts())
                  .allMatch(a -> books.partitioning().of(a) == made.wire().partition());
            });
  }

  @Test
  void next_ofAllNew_neverRepeatsAnIdAndRises() {
    List<UUID> ids = take(Mix.ALL_NEW, 20_000).stream().map(CommandStreamTest::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.stream().map(UUID::toString).toList()).isSorted();
  }

  @Test
  void next_ofResent5_repeatsOneRecordInTwenty() {
    Set<UUID> seen = new HashSet<>();
    long again = take(Mix.RESENT_5, 20_000).stream().filter(made -> !seen.add(id(made))).count();

    assertThat(again / 20_000.0).isCloseTo(0.05, within(0.01));
  }

  @Test
  void next_ofHotAccount_hasOneAccountInEveryCommand() {
    assertThat(take(Mix.HOT_ACCOUNT, 2_000))
        .allMatch(made -> made.post().accounts().contains(books.of(0).getFirst()));
  }

  @Test
  void books_withTooFewAccounts_sayWhatToRaise() {
    assertThatThrownBy(() -> Books.of(3, 6)).hasMessageContaining("raise --accounts");
  }

  private List<CommandStream.Made> take(Mix mix, int count) {
    CommandStream stream = new CommandStream("topic", books, mix, ORIGIN);
    List<CommandStream.Made> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(stream.next());
    }
    return made;
  }

  private static UUID id(CommandStream.Made made) {
    return made.wire().event().id();
  }
}
