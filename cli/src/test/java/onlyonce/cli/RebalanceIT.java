package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A third shard comes and goes under load, and on the way a source database, a processor and a
 * broker are killed: {@code demo --plan rebalance}, at its shortest.
 */
final class RebalanceIT {

  @Test
  void demo_shardComesAndGoesWhileThingsDie_isValid() throws IOException {
    Path out = RunningPlatform.newFolder("rebalance");
    StringWriter said = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(said, true));
    commandLine.setErr(new PrintWriter(said, true));

    int exitCode =
        commandLine.execute(
            "demo",
            "--plan=rebalance",
            "--duration=40s",
            "--rate=150",
            "--out=" + out,
            "--home=" + out.resolve("home"));

    assertThat(exitCode).as(said.toString()).isEqualTo(ExitCode.OK);
    JsonNode report =
        JsonMapper.builder().build().readTree(Files.readString(out.resolve("report.json")));
    List<JsonNode> faults = report.get("faults").valueStream().toList();
    assertThat(faults).hasSize(5).allMatch(fault -> fault.get("bit").asBoolean());
    assertThat(faults)
        .extracting(fault -> fault.get("observed").asString())
        .filteredOn(observed -> observed.contains("was on its way from"))
        .hasSize(3);
    assertThat(faults)
        .extracting(fault -> fault.get("observed").asString())
        .filteredOn(observed -> observed.contains("4 of 12 ledger partitions moved by ring"))
        .hasSizeBetween(1, 2)
        .allMatch(observed -> observed.contains("modulo would have moved"));
  }
}
