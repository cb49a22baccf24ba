package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SliceTest {
  private static final LogBuilder LOG =
      new LogBuilder(3)
          .count(LogBuilder.id(Duration.ZERO, 0), "a", 1)
          .marker()
          .count(LogBuilder.id(Duration.ZERO, 1), "a", 1)
          .marker();

  private static Progress at(int partition, long nextOffset) {
    return new Progress(partition, nextOffset, 0, LogBuilder.FRESH);
  }

  @Test
  void slice_endBehindTheLastRecord_isKept() {
    assertThat(new Slice(at(3, 0), 4, LOG.records()).end()).isEqualTo(4);
  }

  @Test
  void slice_recordBeforeTheProgress_isRefused() {
    assertThatThrownBy(() -> new Slice(at(3, 1), 4, LOG.records()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commands-3@0 cannot follow offset 1");
  }

  @Test
  void slice_recordOfAnotherPartition_isRefused() {
    assertThatThrownBy(() -> new Slice(at(2, 0), 4, LOG.records()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slice_recordsOutOfOrder_isRefused() {
    assertThatThrownBy(() -> new Slice(at(3, 0), 4, LOG.records().reversed()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slice_endBeforeItsRecordsOrItsStart_isRefused() {
    assertThatThrownBy(() -> new Slice(at(3, 0), 2, LOG.records()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot end at offset 2");
    assertThatThrownBy(() -> new Slice(at(3, 9), 8, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
