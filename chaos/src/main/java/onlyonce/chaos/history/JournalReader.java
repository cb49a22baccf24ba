package onlyonce.chaos.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onlyonce.chaos.history.History.JournalListener;
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

  /**
   * Reads one journal from its beginning.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public static void read(Path file, JournalListener listener) {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
      long number = 1;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          if (line.size() >= MAX_LINE_BYTES) {
            throw new IOException("line " + number + " is longer than any journal's");
          }
          line.write(next);
          continue;
        }
        readLine(name, number, line.toByteArray(), listener);
        line.reset();
        number++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the journal " + file, e);
    }
  }

  private static void readLine(String name, long number, byte[] line, JournalListener listener) {
    if (line.length == 0) {
      return;
    }
    try {
      listener.entry(name, entry(fields(line)));
    } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
      listener.unreadable(
          name,
          number,
          e.getMessage() + " in " + new String(line, 0, Math.min(80, line.length), UTF_8));
    }
  }

  private static Fields fields(byte[] line) {
    Map<String, Object> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
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
