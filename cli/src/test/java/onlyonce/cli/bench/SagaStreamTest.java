package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import onlyonce.messages.Partitioning;
import onlyonce.messages.TransferCodec;
import org.junit.jupiter.api.Test;

final class SagaStreamTest {
  private static final int PARTITIONS = 6;

  private final Books books = Books.of(600, PARTITIONS);

  @Test
  void next_alwaysCrossesLedgerPartitions() {
    assertThat(take(5_000))
        .noneMatch(
            made ->
                books.partitioning().of(made.transfer().from())
                    == books.partitioning().of(made.transfer().to()));
  }

  @Test
  void next_givesEveryLedgerPartitionAsManyPayers() {
    assertThat(take(600))
        .extracting(made -> books.partitioning().of(made.transfer().from()))
        .containsSubsequence(0, 1, 2, 3, 4, 5, 0)
        .filteredOn(partition -> partition == 3)
        .hasSize(100);
  }

  @Test
  void next_isARecordThatTheOrchestratorReads() throws Exception {
    for (SagaStream.Made made : take(100)) {
      String id = made.transfer().id().toString();
      assertThat(made.wire().key()).isEqualTo(id);
      assertThat(made.wire().partition()).isEqualTo(Partitioning.ofKey(id, PARTITIONS));
      assertThat(TransferCodec.decode(made.wire().event(), made.wire().value()))
          .isEqualTo(made.transfer());
    }
  }

  @Test
  void next_neverRepeatsAnId() {
    assertThat(take(20_000)).extracting(made -> made.transfer().id()).doesNotHaveDuplicates();
  }

  @Test
  void stream_overOneLedgerPartition_isRefused() {
    Books one = Books.of(10, 1);

    assertThatThrownBy(() -> new SagaStream(one, 1, Clock.systemUTC()))
        .hasMessageContaining("two ledger partitions");
  }

  private List<SagaStream.Made> take(int count) {
    SagaStream stream = new SagaStream(books, 7, Clock.systemUTC());
    return Stream.generate(stream::next).limit(count).toList();
  }
}
