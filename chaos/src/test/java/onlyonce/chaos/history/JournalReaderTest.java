package onlyonce.chaos.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onlyonce.chaos.history.Sources.JournalListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalReaderTest {
  private static final UUID ID = UUID.fromString("0199f0b0-c000-7000-8000-000000000001");

  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  @Test
  void read_ofEveryKind_givesEntries() throws IOException {
    read(
        """
        {"kind":"source","name":"t.csv","at":"2026-03-01T12:00:00Z","semantics":"at-most-once"}
        {"kind":"intent","line":2,"ref":"r-2","id":"%1$s","topic":"transfers","partition":3,"key":"%1$s","type":"onlyonce.Transfer","source":"p","time":"2026-03-01T12:00:00Z","due_ms":1790000000000,"value":"{\\"from\\":\\"a\\"}"}
        {"kind":"resend","line":3,"id":"%1$s"}
        {"kind":"conflict","line":4,"id":"%1$s","type":"onlyonce.Transfer","time":"2026-03-01T12:00:00Z","value":"{}"}
        {"kind":"malformed","line":5,"reason":"no amount"}
        {"kind":"ack","line":2,"partition":3,"offset":17}
        {"kind":"not_sent","line":3,"reason":"too large"}
        {"kind":"suppressed","line":6,"id":"%1$s"}
        {"kind":"handed_over","line":2}
        {"kind":"end","lines":6}
        """
            .formatted(ID));

    assertThat(unreadable).isEmpty();
    assertThat(entries)
        .containsExactly(
            new JournalEntry.Source("t.csv"),
            new JournalEntry.Journalled(
                2, ID, "transfers", 3, "onlyonce.Transfer", 1_790_000_000_000L, "{\"from\":\"a\"}"),
            new JournalEntry.Resent(3, ID),
            new JournalEntry.Conflicting(4, ID),
            new JournalEntry.Malformed(5),
            new JournalEntry.Acknowledged(2, 3, 17),
            new JournalEntry.NotSent(3),
            new JournalEntry.Suppressed(6, ID),
            new JournalEntry.HandedOver(2),
            new JournalEntry.End(6));
  }

  @Test
  void read_whenTheLastLineIsTorn_passesItOver() throws IOException {
    read(
        "{\"kind\":\"malformed\",\"line\":5,\"reason\":\"x\"}\n"
            + "{\"kind\":\"ack\",\"line\":2,\"part");

    assertThat(entries).hasSize(1);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void read_whenALineInTheMiddleIsBroken_saysWhereAndGoesOn() throws IOException {
    read("{\"kind\":\"ack\",\"li\n{\"kind\":\"what\"}\n{\"kind\":\"end\",\"lines\":1}\n");

    assertThat(entries).containsExactly(new JournalEntry.End(1));
    assertThat(unreadable).hasSize(2);
    assertThat(unreadable.get(0)).startsWith("one.jsonl:1:");
    assertThat(unreadable.get(1)).startsWith("one.jsonl:2: unknown kind \"what\"");
  }

  @Test
  void files_ofAFolderThatIsNotThere_areNone() {
    assertThat(JournalReader.files(folder.resolve("nowhere"))).isEmpty();
  }

  private void read(String content) throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.writeString(file, content, UTF_8);
    assertThat(JournalReader.files(folder)).containsExactly(file);
    JournalReader.read(
        JournalReader.in(folder).getFirst(),
        new JournalListener() {
          @Override
          public void entry(String journal, JournalEntry entry) {
            entries.add(entry);
          }

          @Override
          public void unreadable(String journal, long lineNumber, String why) {
            unreadable.add(journal + ":" + lineNumber + ": " + why);
          }
        });
  }
}
