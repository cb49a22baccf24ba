package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class DemoOptionsTest {
  private static final Path JOURNALS = Path.of("/journals");

  /** Only carries the options. */
  @Command(name = "demo")
  private static final class Carrier {
    @Mixin private DemoOptions options = new DemoOptions();
  }

  @Test
  void withoutSemantics_isExactlyOnce_andTheRepeatNeedNotSaySo() {
    DemoOptions options = parse();

    assertThat(options.producerCommand(JOURNALS))
        .startsWith("producer")
        .contains("--semantics=exactly-once", "--resend=0.05");
    assertThat(options.repeat()).doesNotContain("--semantics");
  }

  @Test
  void atLeastOnce_leavesResendsOut_unlessTheyAreAskedFor() {
    DemoOptions byItself = parse("--semantics", "at-least-once");
    DemoOptions asked = parse("--semantics", "at-least-once", "--resend", "0.1");

    assertThat(byItself.producerCommand(JOURNALS))
        .contains("--semantics=at-least-once", "--resend=0.0")
        .doesNotContain("--resend=0.05");
    assertThat(byItself.repeat()).contains("--semantics at-least-once", "--resend=0.0");
    assertThat(asked.producerCommand(JOURNALS)).contains("--resend=0.1");
  }

  @Test
  void atMostOnce_keepsResends_toShowThemSuppressed() {
    DemoOptions options = parse("--semantics", "at-most-once", "--seed", "7");

    assertThat(options.producerCommand(JOURNALS))
        .contains("--semantics=at-most-once", "--resend=0.05");
    assertThat(options.repeat())
        .startsWith("./onlyonce demo --seed 7")
        .contains("--semantics at-most-once");
  }

  @Test
  void repeat_isACommandThatGivesTheSameOptions() {
    DemoOptions options =
        parse(
            "--semantics",
            "at-least-once",
            "--seed",
            "9",
            "--rate",
            "50",
            "--plan",
            "orchestrator-kills");
    String[] again = options.repeat().substring("./onlyonce demo ".length()).split(" ");

    assertThat(options.repeat()).contains("--plan orchestrator-kills");
    assertThat(parse(again).repeat()).isEqualTo(options.repeat());
  }

  @Test
  void planThatCutsNodesOff_withoutNamespaces_isRefusedWithTheOptionThatItTakes() {
    DemoOptions options = parse("--plan", "partitions", "--duration", "90s");

    assertThatThrownBy(options::check)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--network namespaces");
    assertThat(options.repeat()).doesNotContain("--network");
    assertThat(parse("--network", "namespaces").repeat()).contains("--network=namespaces");
  }

  @Test
  void file_isSentUnderTheSemantics() {
    List<String> command =
        parse("--semantics", "at-most-once", "--input", "pom.xml").producerCommand(JOURNALS);

    assertThat(command).startsWith("send").contains("--semantics=at-most-once");
  }

  private static DemoOptions parse(String... args) {
    Carrier carrier = new Carrier();
    new CommandLine(carrier).parseArgs(args);
    return carrier.options;
  }
}
