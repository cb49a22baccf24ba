package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import onlyonce.cli.simulate.Mechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SimulateCommandTest {
  private final StringWriter out = new StringWriter();

  @Test
  void tenThousandHistories_areValidWithinAMinute() {
    int exitCode = run("simulate", "--seeds", "10000", "--json");

    JsonNode found = json();
    assertThat(found.get("verdict").asString()).isEqualTo("valid");
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(found.get("played").asInt()).isEqualTo(10_000);
    assertThat(found.get("events").asLong()).isGreaterThan(1_000_000);
    assertThat(found.get("seconds").asDouble()).isLessThan(60);
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void withoutAMechanism_isInvalidAndRepeatable(Mechanism broken) {
    int exitCode =
        run("simulate", "--seeds", "1000", "--seed", "5", "--break", broken.label(), "--json");

    assertThat(exitCode).isEqualTo(ExitCode.INVALID);
    JsonNode failure = json().get("failure");
    assertThat(failure.get("trace").size()).isPositive();

    String[] again = failure.get("repeat").asString().split(" ", -1);
    out.getBuffer().setLength(0);
    int exitCodeAgain = run(Arrays.copyOfRange(again, 1, again.length));

    assertThat(exitCodeAgain).isEqualTo(ExitCode.INVALID);
    assertThat(out.toString()).contains("violated: " + failure.get("invariant").asString());
  }

  @Test
  void oneHistory_isValidAndSaysWhatWasSeen() {
    assertThat(run("simulate", "--seeds", "1", "--seed", "3")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("seed 3: 1 of 1 histories").endsWith("valid\n");
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(out.toString());
  }

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(new StringWriter(), true));
    return commandLine.execute(args);
  }
}
