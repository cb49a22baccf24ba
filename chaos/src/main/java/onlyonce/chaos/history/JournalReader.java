package onlyonce.chaos.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onlyonce.chaos.history.Sources.Journal;
import onlyonce.chaos.history.Sources.JournalListener;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads producers' journals: JSON Lines, append-only. A last line without its line feed was torn by
 * a crash and never acted upon; it is passed over.
 */
public final class JournalReader {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int CHUNK_BYTES = 1 << 16;

  /** Longer lines are no journal's. */
  private static final int MAX_LINE_BYTES = 1 << 20;

  private JournalReader() {}

  /** The journals of a folder, by name; none when there is no such folder. */
  public static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the journals in " + directory, e);
    }
  }

  /** The journals of a folder, by name; none when there is no such folder. */
  public static List<Journal> in(Path directory) {
    return files(directory).stream().<Journal>map(JournalFile::new).toList();
  }

  private record JournalFile(Path file) implements Journal {
    @Override
    public String name() {
      return String.valueOf(file.getFileName());
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /**
   * Reads one journal from its beginning.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static void read(Journal journal, JournalListener listener) {
    readLines(
        journal,
        (number, bytes, start, length) -> {
          try {
            listener.entry(journal.name(), entry(bytes, start, length));
          } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            listener.unreadable(
                journal.name(),
                number,
                e.getMessage() + " in " + new String(bytes, start, Math.min(80, length), UTF_8));
          }
        });
  }

  /** Hears a line that is neither torn nor empty; its bytes are only lent. */
  @FunctionalInterface
  public interface LineListener {
    void line(long number, byte[] bytes, int start, int length);
  }

  /**
   * Reads a journal's lines without looking into them.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static void readLines(Journal journal, LineListener listener) {
    try (InputStream in = journal.open()) {
      byte[] buffer = new byte[CHUNK_BYTES];
      int kept = 0;
      long number = 1;
      for (int read = in.read(buffer);
          read >= 0;
          read = in.read(buffer, kept, buffer.length - kept)) {
        int end = kept + read;
        int start = 0;
        for (int i = kept; i < end; i++) {
          if (buffer[i] == '\n') {
            if (i > start) {
              listener.line(number, buffer, start, i - start);
            }
            number++;
            start = i + 1;
          }
        }
        kept = end - start;
        System.arraycopy(buffer, start, buffer, 0, kept);
        if (kept == buffer.length) {
          if (kept >= MAX_LINE_BYTES) {
            throw new IOException("line " + number + " is longer than any journal's");
          }
          buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the journal " + journal.name(), e);
    }
  }

  /**
   * What a line says.
   *
   * @throws JacksonException when it is no JSON
   * @throws IllegalArgumentException when it is no journal's
   */
  public static JournalEntry entry(byte[] bytes, int start, int length) {
    return entry(fields(bytes, start, length));
  }

  private static Fields fields(byte[] bytes, int start, int length) {
    Map<String, Object> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
          values.put(name, parser.getString());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          values.put(name, parser.getLongValue());
        } else {
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new IllegalArgumentException("the object does not end");
      }
    }
    return new Fields(values);
  }

  private static JournalEntry entry(Fields fields) {
    String kind = fields.string("kind");
    return switch (kind) {
      case "source" -> new JournalEntry.Source(fields.string("name"));
      case "intent" ->
          new JournalEntry.Journalled(
              fields.integer("line"),
              fields.id(),
              fields.string("topic"),
              Math.toIntExact(fields.integer("partition")),
              fields.string("type"),
              fields.integer("due_ms"),
              fields.string("value"));
      case "resend" -> new JournalEntry.Resent(fields.integer("line"), fields.id());
      case "conflict" -> new JournalEntry.Conflicting(fields.integer("line"), fields.id());
      case "malformed" -> new JournalEntry.Malformed(fields.integer("line"));
      case "ack" ->
          new JournalEntry.Acknowledged(
              fields.integer("line"),
              Math.toIntExact(fields.integer("partition")),
              fields.integer("offset"));
      case "handed_over" -> new JournalEntry.HandedOver(fields.integer("line"));
      case "not_sent" -> new JournalEntry.NotSent(fields.integer("line"));
      case "suppressed" -> new JournalEntry.Suppressed(fields.integer("line"), fields.id());
      case "end" -> new JournalEntry.End(fields.integer("lines"));
      default -> throw new IllegalArgumentException("unknown kind \"" + kind + '"');
    };
  }

  private record Fields(Map<String, Object> values) {
    String string(String name) {
      if (values.get(name) instanceof String text) {
        return text;
      }
      throw new IllegalArgumentException("no text in field " + name);
    }

    long integer(String name) {
      if (values.get(name) instanceof Long number) {
        return number;
      }
      throw new IllegalArgumentException("no integer in field " + name);
    }

    UUID id() {
      return UUID.fromString(string("id"));
    }
  }
}
