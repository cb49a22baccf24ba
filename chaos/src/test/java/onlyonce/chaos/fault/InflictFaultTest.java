package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class InflictFaultTest {
  private static final InflictFault.Times SHORT =
      new InflictFault.Times(Duration.ofMillis(10), Duration.ZERO, Duration.ofMillis(10));

  private static FaultRecord inflict(Supplier<Optional<String>> onceHealed) throws Exception {
    return new InflictFault(Clock.systemUTC(), () -> 1, SHORT).inflict(new Pinch(onceHealed));
  }

  @Test
  void inflict_healedAndSeen_bit() throws Exception {
    FaultRecord found = inflict(() -> Optional.of("one promotion"));
    assertThat(found.bit()).isTrue();
    assertThat(found.broken()).isEmpty();
  }

  @Test
  void inflict_nothingIsSeenOnceHealed_provesNothing() throws Exception {
    FaultRecord found = inflict(Optional::empty);
    assertThat(found.bit()).isFalse();
    assertThat(found.broken()).isEmpty();
  }

  @Test
  void inflict_somethingIsSeenThatMustNeverBe_isRecorded() throws Exception {
    FaultRecord found =
        inflict(
            () -> {
              throw new PromiseBrokenException("two promotions");
            });
    assertThat(found.bit()).isFalse();
    assertThat(found.broken()).contains("two promotions");
    assertThat(found.observed()).isEqualTo("pinched; it hurts; rubbed; two promotions");
  }

  private record Pinch(Supplier<Optional<String>> onceHealed) implements Fault, Wound {
    @Override
    public String kind() {
      return "pinch";
    }

    @Override
    public String lane() {
      return "arm";
    }

    @Override
    public String aim() {
      return "arm";
    }

    @Override
    public Wound inject() {
      return this;
    }

    @Override
    public String target() {
      return "arm";
    }

    @Override
    public String struck() {
      return "pinched";
    }

    @Override
    public Optional<String> observe() {
      return Optional.of("it hurts");
    }

    @Override
    public String heal() {
      return "rubbed";
    }

    @Override
    public Optional<String> observeHealed() {
      return onceHealed.get();
    }
  }
}
