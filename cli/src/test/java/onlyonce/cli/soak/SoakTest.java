package onlyonce.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SoakTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path directory = Path.of("");

  private final List<String> said = new ArrayList<>();
  private final List<String> demos = new ArrayList<>();

  @Test
  void run_whenAllAreValid_leavesALineForEach_andNoFolder() throws IOException {
    int exit = soak("valid", "valid", "valid").run(wish(3, LONG));

    assertThat(exit).isZero();
    assertThat(demos)
        .containsExactly(
            "demo --seed=6 --plan=random",
            "demo --seed=7 --plan=random --standbys=2 --replication=sync",
            "demo --seed=8 --plan=random");
    assertThat(files()).containsExactly("soak.jsonl");
    assertThat(Files.readAllLines(directory.resolve("soak.jsonl")))
        .hasSize(3)
        .first()
        .asString()
        .contains(
            "\"seed\":6",
            "\"faults\":[\"kill-database\",\"kill-broker (leader)\"]",
            "\"during_faults\":1250",
            "\"verdict\":\"valid\"");
    assertThat(said.getLast())
        .contains("3 runs: 3 valid with faults", "at least 1,250 during faults")
        .containsPattern("kill-broker +in 3");
  }

  @Test
  void run_atTheFirstThatIsNotValid_stopsAndKeepsItsFolder() throws IOException {
    int exit = soak("valid", "unknown", "valid").run(wish(3, LONG));

    assertThat(exit).isEqualTo(2);
    assertThat(demos).hasSize(2);
    assertThat(files()).containsExactly("seed-7", "soak.jsonl");
    assertThat(said).contains("once more: ./onlyonce demo --seed 7");
    assertThat(said.getLast()).contains("1 not valid");
  }

  @Test
  void run_whereOneCameToNoReport_stopsWithItsExitCode() throws IOException {
    int exit = soak("none").run(wish(3, LONG));

    assertThat(exit).isEqualTo(70);
    assertThat(said).anyMatch(line -> line.contains("failed"));
    assertThat(said).contains("once more: ./onlyonce demo --seed=6 --plan=random");
  }

  @Test
  void run_whenTheTimeIsOver_beginsNoOther() throws IOException {
    assertThat(soak("valid", "valid").run(wish(2, Duration.ZERO))).isZero();
    assertThat(demos).isEmpty();
  }

  private Soak.Wish wish(long runs, Duration lasting) {
    return new Soak.Wish(6, runs, lasting, 4, List.of("--plan=random"));
  }

  private Soak soak(String... verdicts) {
    return new Soak(
        directory,
        (arguments, folder) -> {
          String verdict = verdicts[demos.size()];
          demos.add(String.join(" ", arguments));
          Files.createDirectories(folder);
          if (verdict.equals("none")) {
            return 70;
          }
          Files.writeString(folder.resolve("report.json"), report(verdict));
          return verdict.equals("valid") ? 0 : 2;
        },
        said::add);
  }

  /** Faults from second 1 to 3 and 2.5 to 4; 250 transfers end in each half second. */
  private static String report(String verdict) {
    StringBuilder timeline = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      timeline
          .append(i == 0 ? "" : ",")
          .append("{\"at_ms\":%d,\"ended\":250}".formatted(1250 + i * 500));
    }
    return """
    {"verdict":"%s","intents":4000,"command":"./onlyonce demo --seed 7",
     "environment":{"faults_drawn":"1.0 s kill-database; 2.5 s kill-broker (leader)"},
     "faults":[
       {"at":"1970-01-01T00:00:02.500Z","healed_at":"1970-01-01T00:00:04Z"},
       {"at":"1970-01-01T00:00:01Z","healed_at":"1970-01-01T00:00:03Z"}],
     "timeline":[%s]}
    """
        .formatted(verdict, timeline);
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
