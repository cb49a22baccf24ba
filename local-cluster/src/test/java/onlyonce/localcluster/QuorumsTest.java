package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuorumsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          V | Vw | Vr | read may miss a write | writes may miss each other
          1 | 1  | 1  | false                 | false
          2 | 2  | 1  | false                 | false
          2 | 1  | 2  | false                 | true
          2 | 1  | 1  | true                  | true
          3 | 2  | 2  | false                 | false
          3 | 3  | 1  | false                 | false
          3 | 1  | 3  | false                 | true
          3 | 2  | 1  | true                  | false
          3 | 1  | 1  | true                  | true
          4 | 2  | 3  | false                 | true
          4 | 3  | 2  | false                 | false
          5 | 3  | 2  | true                  | false
          5 | 3  | 3  | false                 | false
          """)
  void violations_nameEachRuleThatIsBroken(
      int replicas, int write, int read, boolean readMisses, boolean writesMiss) {
    Quorums quorums = new Quorums(replicas, write, read);
    assertThat(quorums.violations().stream().anyMatch(line -> line.startsWith("Vr + Vw > V")))
        .isEqualTo(readMisses);
    assertThat(quorums.violations().stream().anyMatch(line -> line.startsWith("Vw > V/2")))
        .isEqualTo(writesMiss);
    assertThat(quorums.intersect()).isEqualTo(!readMisses && !writesMiss);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,2,2", "4,3,2", "5,3,3"})
  void majority_intersects(int replicas, int write, int read) {
    assertThat(Quorums.majority(replicas)).isEqualTo(new Quorums(replicas, write, read));
    assertThat(Quorums.majority(replicas).intersect()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "2,0,1", "2,3,1", "2,1,0", "2,1,3"})
  void quorums_outOfRange_areRefused(int replicas, int write, int read) {
    assertThatThrownBy(() -> new Quorums(replicas, write, read))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replication_synchronousStandbys_areQuotedAndCounted() {
    Replication sync = Replication.sync(new Quorums(3, 2, 2));
    assertThat(sync.synchronousStandbys(java.util.List.of("shard-1", "shard-1-standby-2")))
        .isEqualTo("ANY 1 (\"shard-1\", \"shard-1-standby-2\")");
    assertThat(Replication.async(2).synchronousStandbys(java.util.List.of("a", "b"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,ASYNC,1,1,single", "2,ASYNC,1,3,async", "2,SYNC,2,2,quorum", "2,SYNC,1,1,unsafe"})
  void replication_label_saysWhatHolds(
      int standbys, Replication.Mode mode, int write, int read, String label) {
    assertThat(new Replication(standbys, mode, write, read).label()).isEqualTo(label);
  }

  @Test
  void replication_asyncThatWaits_isRefused() {
    assertThatThrownBy(() -> new Replication(2, Replication.Mode.ASYNC, 2, 2))
        .hasMessageContaining("async commits wait for nobody");
  }
}
