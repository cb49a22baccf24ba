package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.messages.Semantics;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class DemoOptionsTest {
  private static final Path JOURNALS = Path.of("/journals");

  /** Only carries the options. */
  @Command(name = "demo")
  private static final class Carrier {
    @Mixin private DemoOptions options = new DemoOptions(Replication.none());
  }

  @Test
  void exactlyOnce_isWhatTheRepeatNeedNotSay() {
    DemoOptions options = parse();

    assertThat(options.producerCommand(Semantics.EXACTLY_ONCE, JOURNALS))
        .startsWith("producer")
        .contains("--semantics=exactly-once", "--resend=0.05");
    assertThat(options.repeat(Semantics.EXACTLY_ONCE)).doesNotContain("--semantics");
  }

  @Test
  void atLeastOnce_leavesResendsOut_unlessTheyAreAskedFor() {
    DemoOptions byItself = parse();
    DemoOptions asked = parse("--resend", "0.1");

    assertThat(byItself.producerCommand(Semantics.AT_LEAST_ONCE, JOURNALS))
        .contains("--semantics=at-least-once", "--resend=0.0")
        .doesNotContain("--resend=0.05");
    assertThat(byItself.repeat(Semantics.AT_LEAST_ONCE))
        .contains("--semantics at-least-once", "--resend=0.0");
    assertThat(asked.producerCommand(Semantics.AT_LEAST_ONCE, JOURNALS)).contains("--resend=0.1");
  }

  @Test
  void atMostOnce_keepsResends_toShowThemSuppressed() {
    DemoOptions options = parse("--seed", "7");

    assertThat(options.producerCommand(Semantics.AT_MOST_ONCE, JOURNALS))
        .contains("--semantics=at-most-once", "--resend=0.05");
    assertThat(options.repeat(Semantics.AT_MOST_ONCE))
        .startsWith("./onlyonce demo --seed 7")
        .contains("--semantics at-most-once");
  }

  @Test
  void repeat_isACommandThatGivesTheSameOptions() {
    DemoOptions options = parse("--seed", "9", "--rate", "50", "--plan", "orchestrator-kills");
    String repeat = options.repeat(Semantics.EXACTLY_ONCE);
    String[] again = repeat.substring("./onlyonce demo ".length()).split(" ");

    assertThat(repeat).contains("--plan orchestrator-kills");
    assertThat(parse(again).repeat(Semantics.EXACTLY_ONCE)).isEqualTo(repeat);
  }

  @Test
  void repeatOfAComparison_leavesEachSemanticsItsOwnResends_unlessTheyWereAskedFor() {
    assertThat(parse("--seed", "7").repeatComparison())
        .startsWith("./onlyonce compare --seed 7 --duration 60000ms")
        .doesNotContain("--semantics", "--resend");
    assertThat(parse("--resend", "0.1").repeatComparison()).contains("--resend=0.1");
  }

  @Test
  void replication_isWhatIsUsual_unlessItOrAPlanAboutItWasChosen() {
    Replication usual = Replication.sync(Quorums.majority(2));

    assertThat(parse(usual).replication()).isEqualTo(usual);
    assertThat(parse(usual).repeatComparison()).contains("--standbys=1 --replication=sync");
    assertThat(parse(usual, "--standbys", "2").replication()).isEqualTo(Replication.async(2));
    assertThat(parse(usual, "--plan", "failover-async").replication())
        .isEqualTo(Replication.async(2));
  }

  @Test
  void planThatCutsNodesOff_withoutNamespaces_isRefusedWithTheOptionThatItTakes() {
    DemoOptions options = parse("--plan", "partitions", "--duration", "90s");

    assertThatThrownBy(options::check)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--network namespaces");
    assertThat(options.repeat(Semantics.EXACTLY_ONCE)).doesNotContain("--network");
    assertThat(parse("--network", "namespaces").repeat(Semantics.EXACTLY_ONCE))
        .contains("--network=namespaces");
  }

  @Test
  void file_isSentUnderTheSemantics() {
    List<String> command =
        parse("--input", "pom.xml").producerCommand(Semantics.AT_MOST_ONCE, JOURNALS);

    assertThat(command).startsWith("send").contains("--semantics=at-most-once");
  }

  private static DemoOptions parse(String... args) {
    return parse(Replication.none(), args);
  }

  private static DemoOptions parse(Replication usual, String... args) {
    Carrier carrier = new Carrier();
    carrier.options = new DemoOptions(usual);
    new CommandLine(carrier).parseArgs(args);
    return carrier.options;
  }
}
