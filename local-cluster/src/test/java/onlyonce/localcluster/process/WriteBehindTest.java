package onlyonce.localcluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class WriteBehindTest {
  @Test
  void start_aFileThatIsWritten_leavesItAsItIs(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("00000000000000000000.log"), new byte[1 << 20]);

    assertThat(WriteBehind.INSTANCE.isOffered()).isTrue();
    WriteBehind.INSTANCE.start(file);

    assertThat(file).hasSize(1 << 20);
  }

  @Test
  void start_aFileThatIsGone_isNoFailure(@TempDir Path folder) {
    assertThatCode(() -> WriteBehind.INSTANCE.start(folder.resolve("gone.log")))
        .doesNotThrowAnyException();
  }
}
