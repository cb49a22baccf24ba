package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick ones of the runs that must fail; a green one fails the build. */
final class ControlsIT {
  @TempDir private Path folder = Path.of("");

  @Test
  void controls_withoutDedup_andWithWrongBooks_areRed() {
    StringWriter out = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("controls", "--only=books,dedup", "--out=" + folder.resolve("controls"));

    assertThat(exit).as(out.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("red: balances-are-postings: ", " duplicated", "every control is red");
  }
}
