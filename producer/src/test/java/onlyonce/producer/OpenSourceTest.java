package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenSourceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String CSV =
      "type,ref,account,from,to,amount_minor,currency\nopen,o-1,alice,,,100,EUR\n";
  private static final String JSON =
      """
      {"type":"open","ref":"o-1","account":"alice","amount_minor":100,"currency":"EUR"}
      """;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "A.CSV", "a.txt"})
  void file_ofCsv_isReadAsSuch(String name) throws Exception {
    assertReads(name, CSV, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.NDJSON", "a.txt"})
  void file_ofJsonLines_isReadAsSuch(String name) throws Exception {
    assertReads(name, JSON, 1);
  }

  @Test
  void file_ofTheExamples_isReadToItsEnd() throws Exception {
    List<Line> malformed = new ArrayList<>();
    long lines = 0;
    try (Source source = OpenSource.file(Path.of("..", "examples", "transfers.jsonl"))) {
      for (Line line = source.next(); line != null; line = source.next()) {
        lines++;
        if (line instanceof Line.Malformed) {
          malformed.add(line);
        }
      }
    }
    assertThat(lines).isEqualTo(20);
    assertThat(malformed)
        .containsExactly(
            new Line.Malformed(
                18, "amount_minor must be a JSON integer of minor units, or a string of one"));
  }

  @Test
  void file_ofJsonLinesThatBeginBadly_losesOnlyThatLine() throws Exception {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "oops\n" + JSON);
    try (Source source = OpenSource.file(file)) {
      assertThat(source.next()).isInstanceOf(Line.Malformed.class);
      assertThat(source.next()).isInstanceOf(Line.Wanted.class);
      assertThat(source.next()).isNull();
      assertThat(source.namedByContent()).isTrue();
      assertThat(source.journalName()).hasSize(64);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "\uFEFF"})
  void anything_empty_isUnusable(String content) throws Exception {
    assertThatThrownBy(() -> standardInput(content.getBytes(UTF_8)))
        .isInstanceOf(UnusableSourceException.class)
        .hasMessageContaining("standard input is empty");
    Path file = Files.writeString(folder.resolve("a.jsonl"), content);
    assertThatThrownBy(() -> OpenSource.file(file)).hasMessageContaining("a.jsonl is empty");
  }

  @Test
  void standardInput_binary_isUnusable() {
    assertThatThrownBy(() -> standardInput(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}))
        .hasMessageContaining("standard input is not text in UTF-8");
    assertThatThrownBy(() -> standardInput(CSV.getBytes(UTF_16)))
        .hasMessageContaining("standard input is not text in UTF-8");
  }

  @Test
  void standardInput_neitherFormat_saysWhatItNeeds() {
    assertThatThrownBy(() -> standardInput("hello\n".getBytes(UTF_8)))
        .hasMessageContaining("must start with the header", "hello");
    assertThatThrownBy(() -> standardInput("[{}]".getBytes(UTF_8)))
        .hasMessageContaining("is a JSON array");
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, JSON, "\uFEFF" + CSV, "\n\n" + JSON})
  void standardInput_tellsItsFormat(String content) throws Exception {
    try (Source source = standardInput(content.getBytes(UTF_8))) {
      assertThat(source.next()).isInstanceOf(Line.Wanted.class);
      assertThat(source.next()).isNull();
      assertThat(source.next()).isNull();
      assertThat(source.ready()).isTrue();
      assertThat(source.namedByContent()).isFalse();
      assertThat(source.journalName()).isEqualTo("payments");
    }
  }

  @Test
  void standardInput_silent_isNotReadyUntilALineComes() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(writer, 65_536)) {
      writer.write(JSON.getBytes(UTF_8));
      writer.write("{\"type\":\"open\",".getBytes(UTF_8));
      writer.flush();
      try (Source source = OpenSource.standardInput(in, "payments")) {
        await().atMost(DEADLINE).until(source::ready);
        assertThat(source.next()).isInstanceOf(Line.Wanted.class);
        assertThat(source.ready()).isFalse();

        writer.write("\"ref\":\"o-2\"}\n".getBytes(UTF_8));
        writer.flush();
        await().atMost(DEADLINE).until(source::ready);
        assertThat(source.next()).isInstanceOf(Line.Malformed.class);
      }
    }
  }

  @Test
  void standardInput_thatFails_saysSo() throws Exception {
    InputStream failing =
        new InputStream() {
          private final InputStream good = new ByteArrayInputStream(JSON.getBytes(UTF_8));

          @Override
          public int read() throws IOException {
            int next = good.read();
            if (next < 0) {
              throw new IOException("the pipe burst");
            }
            return next;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
          }
        };
    try (Source source = OpenSource.standardInput(failing, "payments")) {
      assertThat(source.next()).isInstanceOf(Line.Wanted.class);
      assertThatThrownBy(source::next)
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("the pipe burst");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "a/b", "..", "with space", "generator-1"})
  void checkedJournal_refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> OpenSource.checkedJournal(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining('"' + name + '"');
    assertThat(OpenSource.checkedJournal("payments-2026.11")).isEqualTo("payments-2026.11");
  }

  private static Source standardInput(byte[] content) throws Exception {
    return OpenSource.standardInput(new ByteArrayInputStream(content), "payments");
  }

  private void assertReads(String name, String content, long line) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    try (Source source = OpenSource.file(file)) {
      Line first = source.next();
      assertThat(first).isInstanceOf(Line.Wanted.class);
      assertThat(first == null ? 0 : first.number()).isEqualTo(line);
      assertThat(source.next()).isNull();
      assertThat(source.name()).isEqualTo(name);
    }
  }
}
