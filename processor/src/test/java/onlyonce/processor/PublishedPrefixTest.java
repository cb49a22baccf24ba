package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PublishedPrefixTest {
  private final PublishedPrefix prefix = new PublishedPrefix(10);

  @Test
  void value_nothingSent_isWhereItBegan() {
    assertThat(prefix.value()).isEqualTo(10);
  }

  @Test
  void value_sentButNotCommitted_neverPassesTheCommit() {
    var first = prefix.sending(12, 1);
    prefix.acknowledged(first);
    assertThat(prefix.value()).isEqualTo(10);
    prefix.committedTo(20);
    assertThat(prefix.value()).isEqualTo(20);
  }

  @Test
  void behind_countsFromTheFirstThatIsNotAcknowledged() {
    var first = prefix.sending(12, 1);
    var second = prefix.sending(14, 1);
    assertThat(prefix.behind()).isZero();
    prefix.committedTo(20);
    assertThat(prefix.behind()).isEqualTo(8);
    prefix.acknowledged(first);
    assertThat(prefix.behind()).isEqualTo(6);
    prefix.acknowledged(second);
    assertThat(prefix.behind()).isZero();
  }

  @Test
  void value_acknowledgedOutOfOrder_staysAtTheFirstGap() {
    var first = prefix.sending(12, 1);
    var second = prefix.sending(14, 1);
    var third = prefix.sending(15, 1);
    prefix.committedTo(20);
    prefix.acknowledged(third);
    prefix.acknowledged(second);
    assertThat(prefix.value()).isEqualTo(12);
    prefix.acknowledged(first);
    assertThat(prefix.value()).isEqualTo(20);
  }

  @Test
  void value_severalMessagesOfOneOffset_waitsForAll() {
    var letterAndNotice = prefix.sending(12, 2);
    prefix.committedTo(20);
    prefix.acknowledged(letterAndNotice);
    assertThat(prefix.value()).isEqualTo(12);
    prefix.acknowledged(letterAndNotice);
    assertThat(prefix.value()).isEqualTo(20);
  }

  @Test
  void value_afterAFailure_neverPassesIt() {
    var lost = prefix.sending(12, 1);
    var later = prefix.sending(13, 1);
    prefix.committedTo(20);
    prefix.failed();
    prefix.acknowledged(later);
    assertThat(prefix.hasFailed()).isTrue();
    assertThat(prefix.value()).isEqualTo(12);
    assertThat(lost).isNotNull();
  }

  @Test
  void await_failedOrAcknowledged_returnsAtOnce() throws InterruptedException {
    prefix.await(Duration.ofDays(1));
    prefix.sending(12, 1);
    prefix.failed();
    prefix.await(Duration.ofDays(1));
    assertThat(prefix.hasFailed()).isTrue();
  }

  @Test
  void await_neverAcknowledged_isBounded() {
    prefix.sending(12, 1);
    assertThatCode(() -> prefix.await(Duration.ofMillis(5))).doesNotThrowAnyException();
    assertThat(prefix.value()).isEqualTo(10 + 2);
  }

  @Test
  void value_anyOrderOfAcknowledgements_isTheFirstOffsetThatLacksOne() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      PublishedPrefix tested = new PublishedPrefix(0);
      List<PublishedPrefix.Pending> messages = new ArrayList<>();
      List<Integer> offsets = new ArrayList<>();
      int end = random.nextInt(1, 30);
      for (int offset = 0; offset < end; offset++) {
        int count = random.nextInt(3);
        if (count > 0) {
          var pending = tested.sending(offset, count);
          for (int i = 0; i < count; i++) {
            messages.add(pending);
            offsets.add(offset);
          }
        }
      }
      tested.committedTo(end);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < messages.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, random);
      for (int done = 0; done < order.size(); done++) {
        List<Integer> open = order.subList(done, order.size());
        long expected = open.stream().mapToInt(offsets::get).min().orElse(end);
        assertThat(tested.value()).as("seed %d", seed).isEqualTo(expected);
        tested.acknowledged(messages.get(order.get(done)));
      }
      assertThat(tested.value()).as("seed %d", seed).isEqualTo(end);
    }
  }
}
