package onlyonce.chaos.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.JournalReader;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.trace.Moment.What;
import onlyonce.messages.CommandIds;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What the clients' journals say of one intent. A journal of a million lines is searched as bytes;
 * only lines that name the id, or the source's line that it came from, are read.
 */
final class JournalTrace {
  private final UUID id;
  private final List<Fact> facts = new ArrayList<>();
  private JournalEntry.@Nullable Journalled intent;

  /**
   * @param record of the log that it is about, if it names one
   */
  private record Fact(
      What what, @Nullable String outcome, @Nullable String detail, String place, String record) {}

  private JournalTrace(UUID id) {
    this.id = id;
  }

  static JournalTrace of(UUID id, Sources sources) {
    JournalTrace trace = new JournalTrace(id);
    sources.journals().forEach(trace::read);
    return trace;
  }

  private void read(Sources.Journal journal) {
    byte[] named = id.toString().getBytes(US_ASCII);
    Map<Long, byte[]> lines = new HashMap<>();
    JournalReader.readLines(
        journal,
        (number, bytes, start, length) -> {
          boolean ofLine =
              lines.values().stream().anyMatch(line -> contains(bytes, start, length, line));
          if (ofLine || contains(bytes, start, length, named)) {
            try {
              entry(
                  JournalReader.entry(bytes, start, length), journal.name() + ":" + number, lines);
            } catch (JacksonException | IllegalArgumentException e) {
              facts.add(new Fact(What.UNSENT, "unreadable", e.getMessage(), "", journal.name()));
            }
          }
        });
  }

  private static boolean contains(byte[] bytes, int start, int length, byte[] wanted) {
    int last = start + length - wanted.length;
    for (int i = start; i <= last; i++) {
      int same = 0;
      while (same < wanted.length && bytes[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private void entry(JournalEntry entry, String record, Map<Long, byte[]> lines) {
    switch (entry) {
      case JournalEntry.Journalled e when e.id().equals(id) -> {
        intent = e;
        own(e.line(), lines);
        facts.add(
            new Fact(
                What.JOURNALLED,
                null,
                "line %d of its source, for %s-%d".formatted(e.line(), e.topic(), e.partition()),
                "",
                record));
      }
      case JournalEntry.Resent e when e.id().equals(id) -> {
        own(e.line(), lines);
        facts.add(new Fact(What.RESENT, null, "line " + e.line(), "", record));
      }
      case JournalEntry.Conflicting e when e.id().equals(id) -> {
        own(e.line(), lines);
        facts.add(new Fact(What.RESENT, "with other content", "line " + e.line(), "", record));
      }
      case JournalEntry.Suppressed e when e.id().equals(id) ->
          facts.add(new Fact(What.UNSENT, "on purpose", "line " + e.line(), "", record));
      case JournalEntry.Acknowledged e when lines.containsKey(e.line()) && intent != null ->
          facts.add(
              new Fact(
                  What.ACKNOWLEDGED,
                  null,
                  "line " + e.line(),
                  LogTrace.place(intent.topic(), e.partition(), e.offset()),
                  record));
      case JournalEntry.HandedOver e when lines.containsKey(e.line()) ->
          facts.add(
              new Fact(What.ACKNOWLEDGED, "by nobody: acks=0", "line " + e.line(), "", record));
      case JournalEntry.NotSent e when lines.containsKey(e.line()) ->
          facts.add(new Fact(What.UNSENT, null, "line " + e.line(), "", record));
      case JournalEntry.Source _,
          JournalEntry.Journalled _,
          JournalEntry.Resent _,
          JournalEntry.Conflicting _,
          JournalEntry.Malformed _,
          JournalEntry.Acknowledged _,
          JournalEntry.HandedOver _,
          JournalEntry.NotSent _,
          JournalEntry.Suppressed _,
          JournalEntry.End _ -> {}
    }
  }

  private static void own(long line, Map<Long, byte[]> lines) {
    lines.put(line, "\"line\":%d,".formatted(line).getBytes(US_ASCII));
  }

  /** What was journalled, if a journal here has it. */
  Optional<JournalEntry.Journalled> intent() {
    return Optional.ofNullable(intent);
  }

  /** The records that the brokers acknowledged. */
  List<String> acknowledged() {
    return facts.stream().map(Fact::place).filter(place -> !place.isEmpty()).toList();
  }

  /**
   * @param subject what was journalled, such as Transfer
   * @param timeOf when a record of the log was appended, if it was seen
   */
  List<Moment> moments(String subject, Function<String, Optional<Instant>> timeOf) {
    Instant journalled = Instant.ofEpochMilli(intent == null ? 0 : millis(intent));
    return facts.stream()
        .map(
            fact ->
                new Moment(
                    timeOf.apply(fact.place()).orElse(journalled),
                    fact.what(),
                    subject,
                    null,
                    fact.place().isEmpty() ? fact.outcome() : "as " + fact.place(),
                    fact.detail(),
                    fact.record()))
        .toList();
  }

  /** An id is made when its line is journalled. */
  private static long millis(JournalEntry.Journalled intent) {
    return CommandIds.isVersion7(intent.id())
        ? CommandIds.timeMillis(intent.id())
        : intent.dueMillis();
  }
}
