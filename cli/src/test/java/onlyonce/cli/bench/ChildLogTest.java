package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildLogTest {
  private static final String READY = "ready";

  @TempDir private Path folder;

  @Test
  void lines_aLogThatAnEarlierRunBegan_areTheLatestRunsAlone() throws IOException {
    Path log = folder.resolve("child.log");
    List<String> run = List.of(READY, "bench read 9 9", "bench read 5 1000000000");
    Files.write(log, run);
    Files.write(
        log,
        List.of(READY, "bench read 9 9", "bench read 7 1000000000"),
        java.nio.file.StandardOpenOption.APPEND);

    List<String> lines = ChildLog.lines(log.toString(), READY);

    assertThat(ChildLog.readings(lines)).containsExactly(7.0);
  }
}
