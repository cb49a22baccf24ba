package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orchestrators killed under load, in turn and then both at once. The plan is the one that {@code
 * demo --plan orchestrator-kills} runs for as long as one likes.
 */
final class OrchestratorKillsIT {
  /** Three and a half on a quiet machine of two cores; slow ones must pass too. */
  private static final long MOST_MILLIS_WITHOUT_A_RESULT = 40_000;

  @Test
  void demo_orchestratorsKilledInTurnAndAtOnce_everySagaEnds() throws IOException {
    Path out = RunningPlatform.newFolder("orchestrator-kills");
    StringWriter said = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(said, true));
    commandLine.setErr(new PrintWriter(said, true));

    int exitCode =
        commandLine.execute(
            "demo",
            "--plan=orchestrator-kills",
            "--duration=45s",
            "--rate=60",
            "--cross=0.9",
            "--refuse=0.2",
            "--out=" + out,
            "--home=" + out.resolve("home"));

    assertThat(exitCode).as(said.toString()).isEqualTo(ExitCode.OK);
    JsonNode report =
        JsonMapper.builder().build().readTree(Files.readString(out.resolve("report.json")));
    List<JsonNode> faults = report.get("faults").valueStream().toList();
    assertThat(faults).hasSize(4).allMatch(fault -> fault.get("bit").asBoolean());
    assertThat(faults)
        .extracting(fault -> fault.get("observed").asString())
        .allMatch(observed -> observed.contains("sagas of its waited: "));
    assertThat(stepsHit(faults)).contains("for Hold", "for Credit", "for Settle");
    assertThat(report.get("classes").get("stuck").asLong()).isZero();
    assertThat(report.get("longest_result_gap_ms").asLong())
        .as(said.toString())
        .isBetween(1L, MOST_MILLIS_WITHOUT_A_RESULT);
    assertThat(report.get("longest_result_gap_without_orchestrator_ms").asLong()).isPositive();
  }

  private static String stepsHit(List<JsonNode> faults) {
    return faults.stream()
        .map(fault -> fault.get("observed").asString())
        .collect(Collectors.joining("; "));
  }
}
