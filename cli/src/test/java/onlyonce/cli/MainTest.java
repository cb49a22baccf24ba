package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
  @TempDir private Path home = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_isThereForEveryCommand() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, _) -> {
              assertThat(run(name, "--help")).as(name).isEqualTo(ExitCode.OK);
              assertThat(out.toString()).contains("Usage: onlyonce " + name);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demoo                                | Did you mean
          demo --duration 10s                  | at least 20.0 s
          demo --duration soon                 | write 500ms, 30s, 5m or 2h
          demo --plan hurricane                | known: quiet, default
          demo --input no-such.csv             | cannot read the file
          demo --accounts 1 --plan nothing     | known: quiet, default
          demo --rate 0                        | --rate must be more than 0
          demo --semantics perhaps-once        | write at-most-once, at-least-once or exactly-once
          compare --duration 10s               | at least 20.0 s
          compare --plan none                  | all three would do the same
          compare --plan failover-async        | compare needs --replication sync
          compare --standbys 1                 | compare needs --replication sync
          compare --semantics at-most-once     | --semantics
          diff                                 | Missing required parameters: 'A', 'B'
          diff no-such.json other.json         | cannot read the file no-such.json
          diff pom.xml pom.xml                 | pom.xml is no JSON
          diff a.json b.json --threshold ten   | write 10% or 2.5%
          reconcile --semantics twice          | write at-most-once, at-least-once or exactly-once
          reconcile --history a --drain 1s     | --history reads a file and no platform; leave out --drain
          reconcile --history a --journal-dir b | leave out --journal-dir
          reconcile --history a --bootstrap-servers b:1 | leave out --bootstrap-servers
          trace                                | Missing required parameter: 'ID'
          trace 7                              | "7" is no id
          trace 0199f0b0-c000-7000-8000-000000000001 --history a --journal-dir b | leave out --journal-dir
          simulate --break tomb                | --break tomb is unknown; there are: tombstone, step-matching, dedup
          simulate --seeds 0                   | --seeds must be from 1
          simulate --seed soon                 | '--seed'
          bench --only engin                   | --only engin is unknown; there are: read-ceiling
          bench --runs 2                       | --runs must be at least 3
          bench --accounts 20                  | at least 10 for each of --partitions
          bench --commands 10                  | --commands must be at least 3000
          send                                 | Missing required parameter: 'FILE'
          send no-such.csv                     | cannot read the file
          send -                               | standard input needs --journal NAME
          send - --journal a/b                 | a journal's name is 1 to 64 characters
          send - --journal a --spread 5s       | --spread needs a file
          send pom.xml --journal a             | --journal is for standard input
          send pom.xml --semantics perhaps     | write at-most-once, at-least-once or exactly-once
          producer --semantics perhaps         | write at-most-once, at-least-once or exactly-once
          saga                                 | name what to do: list, show, resume or compensate
          saga list --state Sleepy             | there are: open, slow, all, Holding
          saga list --limit 0                  | --limit must be from 1
          saga show 7                          | is no transfer's id, which is a UUIDv7
          saga resume                          | Missing required parameter: 'ID'
          dead-letters                         | name what to do: list or redrive
          dead-letters list --reason Bored     | there are: MissingHeader
          dead-letters list --limit 0          | --limit must be from 1
          dead-letters redrive                 | name what to redrive
          dead-letters redrive --all --id 7    | --id
          dead-letters redrive --all --reason Expired | name what to redrive
          lab                                  | name what to do: list or run
          lab run                              | Missing required parameter: 'NAME'
          lab run three-phase-commit           | there are: two-phase-commit
          chaos                                | name what to do
          ledger                               | name what to do
          ledger balance a --consistency most  | write primary, quorum, any or at-least:VERSION
          ledger balance a --consistency at-least:x | write primary, quorum, any or at-least:VERSION
          up --standbys -1                     | --standbys is from 0 to 8
          up --replication sync                | needs standbys to wait for
          up --standbys 2 --write-quorum 2     | async commits wait for nobody
          up --standbys 2 --replication sync --write-quorum 4 | from 1 to 3, not 4
          up --standbys 2 --replication sync --read-quorum 1 | Vr + Vw > V does not hold (1 + 2, of 3)
          up --standbys 2 --replication sync --write-quorum 1 | Vw > V/2 does not hold (1 of 3)
          demo --standbys 1 --replication sync --write-quorum 1 | --unsafe takes them all the same
          demo --replication perhaps           | --replication
          """)
  void badCommandLine_isAUsageErrorThatSaysWhy(String commandLine, String complaint) {
    assertThat(run(commandLine.strip().split(" +"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(complaint);
  }

  @Test
  void labList_namesEachExperimentAndItsQuestion() {
    assertThat(run("lab", "list")).isEqualTo(ExitCode.OK);
    LabExperiments.ALL.forEach(
        experiment ->
            assertThat(out.toString())
                .containsPattern(
                    experiment.about().name()
                        + "  +"
                        + Pattern.quote(experiment.about().question())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "reconcile",
        "trace 0199f0b0-c000-7000-8000-000000000001",
        "chaos kill broker-1",
        "kafka topics --list",
        "dead-letters list"
      })
  void withoutACluster_saysHowToStartOne(String commandLine) {
    String[] args = (commandLine + " --home=" + home).split(" ");

    assertThat(run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no cluster runs in " + home, "./onlyonce up");
  }

  @Test
  void demo_intoTheFolderOfAnotherRun_isRefusedBeforeAnythingStarts() throws IOException {
    Path journals = Files.createDirectory(home.resolve("journal"));

    assertThat(run("demo", "--out=" + home)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(journals + " holds the journal of another run");
    assertThat(home).isDirectoryContaining(journals::equals);
  }

  @Test
  void compare_intoTheFolderOfAnother_isRefusedBeforeAnythingStarts() throws IOException {
    Path run = Files.createDirectory(home.resolve("exactly-once"));
    Path journals = Files.createDirectory(run.resolve("journal"));

    assertThat(run("compare", "--out=" + home)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(journals + " holds the journal of another run");
    assertThat(home).isDirectoryNotContaining("glob:**most-once");
    assertThat(run).isDirectoryContaining(journals::equals);
  }

  @Test
  void diff_endsWithOneWhereSomethingGotWorse_andRefusesToMix() throws IOException {
    String report =
        """
        {"verdict": "valid", "classes": {"lost": 0}, "latency_ms": {"p50": 60}}
        """;
    Path before = Files.writeString(home.resolve("before.json"), report);
    Path after = Files.writeString(home.resolve("after.json"), report.replace("60", "90"));
    Path bench =
        Files.writeString(home.resolve("bench.json"), "{\"verified\": true, \"rates\": {}}");

    assertThat(run("diff", before.toString(), before.toString())).isEqualTo(ExitCode.OK);
    assertThat(run("diff", before.toString(), after.toString())).isEqualTo(ExitCode.INVALID);
    assertThat(run("diff", after.toString(), before.toString())).isEqualTo(ExitCode.OK);
    assertThat(run("diff", before.toString(), after.toString(), "--threshold=50%"))
        .isEqualTo(ExitCode.OK);
    assertThat(run("diff", before.toString(), after.toString(), "--json"))
        .isEqualTo(ExitCode.INVALID);
    assertThat(out.toString())
        .contains("\"change\" : \"worse\"", "\"percent\" : 50.0", "\"only_in_a\" : [ ]");
    assertThat(run("diff", before.toString(), bench.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains(before + " is a report.json and " + bench + " is a bench's JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reconcile", "trace 0199f0b0-c000-7000-8000-000000000001"})
  void history_thatIsNotThere_isNamed(String commandLine) {
    String file = home.resolve("no.zip").toString();

    assertThat(run((commandLine + " --history=" + file).split(" "))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("history " + file + ": there is no such file");
  }

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
