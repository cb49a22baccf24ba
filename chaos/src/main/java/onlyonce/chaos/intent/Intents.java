package onlyonce.chaos.intent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.Sources.JournalListener;
import onlyonce.messages.Partitioning;
import org.jspecify.annotations.Nullable;

/** All journalled intents by id, and what the journals' lines were. */
public final class Intents implements JournalListener {
  private static final int MAX_COMPLAINTS = 20;

  private final Partitioning partitioning;
  private final Map<UUID, Intent> byId = new HashMap<>();
  private final Map<String, String> strings = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private String journal = "";
  private Map<Long, Intent> byLine = new HashMap<>();
  private Set<Long> suppressedLines = new HashSet<>();
  private long intentLines;
  private long resent;
  private long conflicting;
  private long suppressed;
  private long malformed;
  private long unreadable;

  public Intents(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

  @Override
  public void entry(String name, JournalEntry entry) {
    if (!name.equals(journal)) {
      journal = name;
      byLine = new HashMap<>();
      suppressedLines = new HashSet<>();
    }
    switch (entry) {
      case JournalEntry.Source e -> {}
      case JournalEntry.Journalled e -> intend(e);
      case JournalEntry.Resent e -> {
        resent++;
        Intent intent = byId.get(e.id());
        if (intent != null) {
          intent.resend();
          byLine.put(e.line(), intent);
        }
      }
      case JournalEntry.Conflicting e -> conflicting++;
      case JournalEntry.Malformed e -> malformed++;
      case JournalEntry.Acknowledged e -> ofLine(e.line()).ifPresent(Intent::acknowledge);
      case JournalEntry.HandedOver e -> ofLine(e.line()).ifPresent(Intent::handOver);
      case JournalEntry.NotSent e -> {}
      case JournalEntry.Suppressed e -> suppress(e.line());
      case JournalEntry.End e -> {}
    }
  }

  private void intend(JournalEntry.Journalled entry) {
    intentLines++;
    Intent intent =
        byId.computeIfAbsent(
            entry.id(),
            id ->
                new Intent(
                    id,
                    Wish.of(entry, partitioning, this::pooled),
                    entry.dueMillis(),
                    PayloadHash.of(entry.value().getBytes(UTF_8))));
    byLine.put(entry.line(), intent);
  }

  private Optional<Intent> ofLine(long line) {
    return Optional.ofNullable(byLine.get(line));
  }

  /** An intent that was given up after a crash stays an intent, and is no second line of input. */
  private void suppress(long line) {
    if (!byLine.containsKey(line) && suppressedLines.add(line)) {
      suppressed++;
    }
  }

  private String pooled(String text) {
    return strings.computeIfAbsent(text, same -> same);
  }

  @Override
  public void unreadable(String name, long lineNumber, String why) {
    unreadable++;
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(name + " line " + lineNumber + ": " + why);
    }
  }

  /** The intent with that id, if a journal has it. */
  public Optional<Intent> find(@Nullable UUID id) {
    return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
  }

  /** Every intent, in no order. */
  public Collection<Intent> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** How many distinct intents there are. */
  public int size() {
    return byId.size();
  }

  /** What the sources' lines were. */
  public InputCounts input() {
    return new InputCounts(
        intentLines + resent + conflicting + suppressed + malformed,
        intentLines,
        resent,
        conflicting,
        suppressed,
        malformed);
  }

  /** How many lines of the journals themselves could not be understood. */
  public long unreadableLines() {
    return unreadable;
  }

  /** The first of those lines, each with its reason. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
