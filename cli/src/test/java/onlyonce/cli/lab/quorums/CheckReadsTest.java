package onlyonce.cli.lab.quorums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import onlyonce.ledger.read.Label;
import onlyonce.messages.AccountId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckReadsTest {

  /** {@code write ACCOUNT VERSION heard-at}, {@code read ACCOUNT VERSION from to LABEL}. */
  private record History(List<Acknowledged> writes, List<Seen> reads) {
    static History of(String text) {
      History history = new History(new ArrayList<>(), new ArrayList<>());
      for (String line : text.split(";", -1)) {
        String[] words = line.strip().split(" +", -1);
        AccountId account = new AccountId(words[1]);
        long version = Long.parseLong(words[2]);
        long first = Long.parseLong(words[3]);
        if (words[0].equals("write")) {
          history.writes().add(new Acknowledged(account, version, first));
        } else {
          Label label = Label.valueOf(words[5].toUpperCase(Locale.ROOT));
          history.reads().add(new Seen(account, version, label, first, Long.parseLong(words[4])));
        }
      }
      return history;
    }

    CheckReads.Tally tally() {
      return CheckReads.of(writes, reads);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # stale
          write x 5 10; read x 5 11 12 atomic                          | 0
          write x 5 10; read x 6 11 12 atomic                          | 0
          write x 5 10; read x 4 11 12 atomic                          | 1
          write x 5 10; read x 4 11 12 regular                         | 1
          write x 5 10; read x 4 11 12 unsafe                          | 1
          write x 5 10; read x 0 11 12 unsafe                          | 1
          # acknowledged at the moment at which it began, or later: nobody knew
          write x 5 10; read x 4 10 12 atomic                          | 0
          write x 5 11; read x 4 10 12 atomic                          | 0
          write x 5 13; read x 4 10 12 atomic                          | 0
          # another account's version
          write y 5 10; read x 4 11 12 atomic                          | 0
          # the highest of those that were acknowledged counts, in whatever order they were heard
          write x 7 8; write x 5 10; read x 6 11 12 atomic             | 1
          write x 5 8; write x 7 20; read x 6 11 12 atomic             | 0
          # each read by itself
          write x 5 10; read x 4 11 12 unsafe; read x 4 13 14 unsafe   | 2
          read x 4 11 12 unsafe; write x 5 10; read x 5 13 14 unsafe   | 1
          """)
  void stale_readsOfLessThanWasAcknowledgedBefore(String history, int stale) {
    assertThat(History.of(history).tally().stale()).hasSize(stale);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # all | of those that are not regular
          read x 5 1 2 atomic; read x 5 3 4 atomic                                | 0 | 0
          read x 5 1 2 atomic; read x 6 3 4 atomic                                | 0 | 0
          read x 5 1 2 atomic; read x 4 3 4 atomic                                | 1 | 1
          read x 4 3 4 atomic; read x 5 1 2 atomic                                | 1 | 1
          read x 5 1 2 unsafe; read x 4 3 4 unsafe                                | 1 | 1
          # reads that overlap are in no order
          read x 5 1 3 atomic; read x 4 2 4 atomic                                | 0 | 0
          read x 5 1 3 atomic; read x 4 3 4 atomic                                | 0 | 0
          read x 5 1 9 atomic; read x 4 2 4 atomic                                | 0 | 0
          # another account
          read x 5 1 2 atomic; read y 4 3 4 atomic                                | 0 | 0
          # what is labelled regular neither goes back nor lets others go back, as if it weren't there
          read x 5 1 2 regular; read x 4 3 4 atomic                               | 1 | 0
          read x 5 1 2 atomic; read x 4 3 4 regular                               | 1 | 0
          read x 5 1 2 regular; read x 4 3 4 regular                              | 1 | 0
          read x 5 1 2 atomic; read x 6 3 4 regular; read x 4 5 6 atomic          | 1 | 1
          read x 5 1 2 atomic; read x 6 3 4 regular; read x 5 5 6 atomic          | 1 | 0
          # the highest of what was shown before counts
          read x 5 1 2 atomic; read x 3 3 4 atomic; read x 4 5 6 atomic           | 2 | 2
          # what was shown before it was acknowledged counts too
          write x 5 9; read x 5 1 2 atomic; read x 4 3 4 atomic                   | 1 | 1
          """)
  void backward_readsOfLessThanWasShownBefore(String history, int all, int firm) {
    CheckReads.Tally tally = History.of(history).tally();

    assertThat(tally.backward()).hasSize(all);
    assertThat(tally.backwardFirm()).hasSize(firm);
  }

  @Test
  void of_anything_countsReadsAndRegularOnes() {
    CheckReads.Tally tally =
        History.of("read x 1 1 2 atomic; read x 1 3 4 regular; read x 1 5 6 unsafe").tally();

    assertThat(tally.reads()).isEqualTo(3);
    assertThat(tally.regular()).isEqualTo(1);
  }

  @Test
  void stalest_isSinceTheFirstWriteThatIsMissing() {
    CheckReads.Tally tally =
        History.of(
                "write x 4 5; write x 5 10; write x 6 18; read x 4 20 21 unsafe;"
                    + " read x 5 22 23 unsafe")
            .tally();

    assertThat(tally.stale()).hasSize(2);
    assertThat(tally.stalest()).isEqualTo(Duration.ofNanos(10));
  }

  @Test
  void of_nothing_findsNothing() {
    CheckReads.Tally tally = CheckReads.of(List.of(), List.of());

    assertThat(tally.reads()).isZero();
    assertThat(tally.stale()).isEmpty();
  }

  @Test
  void seen_thatEndsBeforeItBegan_isRefused() {
    assertThatThrownBy(() -> History.of("read x 1 2 1 atomic"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
