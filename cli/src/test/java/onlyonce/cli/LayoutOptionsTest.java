package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import onlyonce.messages.RingPlacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class LayoutOptionsTest {

  /** Only carries the options. */
  @Command(name = "carrier")
  private static final class Carrier {
    @Mixin private LayoutOptions options = new LayoutOptions();
  }

  @Test
  void layout_nothingNamed_leavesAllAsItIs() {
    LedgerLayout layout = parse().layout();

    assertThat(layout).isEqualTo(LedgerLayout.AS_IT_IS);
    assertThat(layout.partitioningOfANewPlatform()).isEqualTo(Partitioning.hash(6));
    assertThat(parse().args()).isEmpty();
  }

  @Test
  void layout_bounds_areRanges() {
    LayoutOptions options = parse("--partition-bounds=g,n,t", "--placement=ring");
    Partitioning ranges =
        Partitioning.range(List.of(new AccountId("g"), new AccountId("n"), new AccountId("t")));

    assertThat(options.layout()).isEqualTo(LedgerLayout.of(ranges, new RingPlacement()));
    assertThat(parse(options.args().toArray(String[]::new)).layout()).isEqualTo(options.layout());
    assertThat(
            parse("--partition-function=range", "--partition-bounds=g,n,t", "--ledger-partitions=4")
                .layout()
                .partitioning())
        .contains(ranges);
  }

  @Test
  void layout_countAlone_isByHash() {
    assertThat(parse("--ledger-partitions=12").layout().partitioning())
        .contains(Partitioning.hash(12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --partition-bounds=n,g | partition bounds must rise, but n stands before g
          --partition-bounds=g --partition-function=hash | --partition-bounds belong to --partition-function range, not to hash
          --partition-bounds=g --ledger-partitions=4 | 4 ledger partitions by range need 3 bounds but --partition-bounds has 1
          --partition-bounds=~x | account id "~x" is internal
          --partition-function=crc32 | partition function "crc32" is unknown; known: hash, range
          --placement=dice | placement "dice" is unknown; known: modulo, ring
          --ledger-partitions=0 | ledger partitions must be from 1 to 10000 but are 0
          """)
  void layout_nonsense_isAUsageError(String args, String complaint) {
    assertThatThrownBy(() -> parse(args.split(" ")).layout())
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(complaint);
  }

  private static LayoutOptions parse(String... args) {
    Carrier carrier = new Carrier();
    new CommandLine(carrier).parseArgs(args);
    return carrier.options;
  }
}
