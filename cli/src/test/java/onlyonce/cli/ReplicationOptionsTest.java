package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class ReplicationOptionsTest {
  /** Only carries the options. */
  @Command(name = "up")
  private static final class Carrier {
    @Mixin private ReplicationOptions options = new ReplicationOptions();
  }

  private static ReplicationOptions parse(String... args) {
    Carrier carrier = new Carrier();
    new CommandLine(carrier).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return carrier.options;
  }

  @Test
  void chosen_withoutOptions_isNothing() {
    assertThat(parse().chosen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --standbys=2                                          | async (async), V = 3, Vw = 1, Vr = 3
          --standbys=2 --replication=sync                       | sync (quorum), V = 3, Vw = 2, Vr = 2
          --standbys=1 --replication=sync                       | sync (quorum), V = 2, Vw = 2, Vr = 1
          --standbys=2 --replication=sync --write-quorum=3      | sync (quorum), V = 3, Vw = 3, Vr = 1
          --standbys=2 --replication=sync --write-quorum=1 --read-quorum=1 --unsafe | sync (unsafe), V = 3, Vw = 1, Vr = 1
          """)
  void chosen_fillsInWhatIsLeftOut_andItsArgsMeanTheSame(String args, String words) {
    var chosen = parse(args.split(" ")).chosen().orElseThrow();
    assertThat(chosen.inWords()).isEqualTo(words);
    assertThat(parse(ReplicationOptions.args(chosen).toArray(String[]::new)).chosen())
        .contains(chosen);
  }
}
