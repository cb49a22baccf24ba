package onlyonce.cli.lab.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionLogTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void isCommitted_afterReopening_isWhatWasDecided() throws Exception {
    try (DecisionLog log = DecisionLog.open(file())) {
      log.commit("one");
    }

    try (DecisionLog again = DecisionLog.open(file())) {
      assertThat(again.isCommitted("one")).isTrue();
      assertThat(again.isCommitted("two")).isFalse();
    }
  }

  @Test
  void open_withATornLastLine_cutsItOff() throws Exception {
    Files.writeString(file(), "commit one\ncommit tw");

    try (DecisionLog log = DecisionLog.open(file())) {
      assertThat(log.isCommitted("tw")).isFalse();
      log.commit("three");
    }

    assertThat(file()).hasContent("commit one\ncommit three\n");
  }

  private Path file() {
    return folder.resolve("decisions");
  }
}
