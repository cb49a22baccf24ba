package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicaLagTest {

  @ParameterizedTest
  @CsvSource({"0/0,0", "0/3000148,50331976", "1/0,4294967296", "16/B374D848,97500059720"})
  void bytes_ofAPosition(String lsn, long bytes) {
    assertThat(ReplicaLag.bytes(lsn)).isEqualTo(bytes);
  }
}
