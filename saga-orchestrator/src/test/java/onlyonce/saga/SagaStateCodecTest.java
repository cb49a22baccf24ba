package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult.End;
import org.junit.jupiter.api.Test;

final class SagaStateCodecTest {

  @Test
  void decode_whatWasEncoded_isTheSame() {
    for (SagaState.Remembered state : remembered()) {
      byte[] value = SagaStateCodec.encode(state);
      assertThat(SagaStateCodec.decode(state.transfer().id(), value)).isEqualTo(state);
      assertThat(value.length).as(state.label()).isLessThan(130);
    }
  }

  @Test
  void decode_everyCutOrLongerValue_isRefused() {
    for (SagaState.Remembered state : remembered()) {
      byte[] value = SagaStateCodec.encode(state);
      for (int length = 0; length < value.length; length++) {
        assertRefused(state, Arrays.copyOf(value, length));
      }
      assertRefused(state, Arrays.copyOf(value, value.length + 1));
    }
  }

  @Test
  void decode_anotherFormat_isRefusedByNumber() {
    SagaState.Remembered state = remembered().getFirst();
    byte[] value = SagaStateCodec.encode(state);
    value[0] = 3;

    assertThatThrownBy(() -> SagaStateCodec.decode(state.transfer().id(), value))
        .isInstanceOf(CorruptSagaException.class)
        .hasMessageContaining("format 3")
        .hasMessageContaining(state.transfer().id().toString());
  }

  @Test
  void decode_randomlyDamagedValues_areReadOrRefusedButNothingElse() {
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      SagaState.Remembered state = remembered().get(random.nextInt(remembered().size()));
      byte[] value = SagaStateCodec.encode(state);
      value[random.nextInt(value.length)] = (byte) random.nextInt();
      try {
        SagaState.Remembered read = SagaStateCodec.decode(state.transfer().id(), value);
        if (value[0] == SagaStateCodec.FORMAT) {
          assertThat(SagaStateCodec.encode(read)).as("seed 7, round %d", round).isEqualTo(value);
        }
      } catch (CorruptSagaException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void decode_whatTheFirstFormatHeld_isDueAtOnce() {
    assertThat(OldSagas.every()).hasSize(14);
    OldSagas.every()
        .forEach(
            (name, old) -> {
              SagaState.Remembered read = SagaStateCodec.decode(SagaSample.TRANSFER.id(), old);
              assertThat(read).as(name).isEqualTo(OldSagas.expected(name));
              read.dueMillis()
                  .ifPresent(due -> assertThat(due).as(name).isEqualTo(Sample.TIME_MILLIS));
            });
  }

  private static void assertRefused(SagaState.Remembered state, byte[] value) {
    assertThatThrownBy(() -> SagaStateCodec.decode(state.transfer().id(), value))
        .as("%s in %d bytes", state.label(), value.length)
        .isInstanceOf(CorruptSagaException.class);
  }

  private static List<SagaState.Remembered> remembered() {
    List<SagaState.Remembered> remembered = new ArrayList<>();
    for (SagaState state : SagaSample.states().values()) {
      if (state instanceof SagaState.Remembered known) {
        remembered.add(known);
      }
    }
    remembered.add(
        new Releasing(
            Sample.across(9), End.EXPIRED, Outcome.EXPIRED, Optional.empty(), SagaSample.WAITING));
    remembered.add(new Expired(Sample.across(9), Optional.empty()));
    return remembered;
  }
}
