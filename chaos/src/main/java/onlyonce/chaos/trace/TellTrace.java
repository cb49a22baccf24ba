package onlyonce.chaos.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.intent.Wish;
import onlyonce.chaos.trace.Archive.Span;
import onlyonce.chaos.trace.Moment.What;
import onlyonce.messages.AccountId;
import onlyonce.messages.CommandType;
import onlyonce.messages.Partitioning;

/**
 * Tells one intent's story. An id carries its time, so a live log is read around that first, and
 * further until the story is whole: every record that was acknowledged or left rows was seen, and
 * an end was told.
 */
public final class TellTrace {
  private final Archive archive;
  private final UUID id;

  private TellTrace(Archive archive, UUID id) {
    this.archive = archive;
    this.id = id;
  }

  /** All that an archive has of an intent; without moments when that is nothing. */
  public static Trace of(Archive archive, UUID id) {
    return of(archive, id, Set.of());
  }

  /**
   * The same.
   *
   * @param accounts that are known to take part
   */
  public static Trace of(Archive archive, UUID id, Collection<AccountId> accounts) {
    return new TellTrace(archive, id).tell(accounts);
  }

  private Trace tell(Collection<AccountId> accounts) {
    Set<UUID> ids = LogTrace.steps(id).keySet();
    List<Span> spans = archive.spans(id);
    JournalTrace journal = JournalTrace.of(id, archive.within(spans.getFirst(), ids));
    Optional<Wish> wish = journal.intent().map(this::wish);
    SortedSet<Integer> touched = new TreeSet<>();
    accounts.forEach(account -> touched.add(archive.partitioning().of(account)));
    wish.ifPresent(known -> touched.addAll(touched(known)));
    Trace told = new Trace(id, "", List.of(), spans.getFirst());
    for (Span span : spans) {
      Sources sources = archive.within(span, ids);
      LogTrace log =
          new LogTrace(
              archive.partitioning(), id, touched, span.equals(Span.ALL) && touched.isEmpty());
      log.read(sources);
      RowTrace rows = new RowTrace(id);
      rows.read(sources, log.ledgerPartitions());
      told = trace(journal, wish, log, rows, span);
      boolean whole =
          log.isEnded()
              && journal.acknowledged().stream().allMatch(place -> log.timeOf(place).isPresent())
              && rows.places().stream().allMatch(place -> log.timeOf(place).isPresent());
      boolean nothingLeft = span.toMillis() == Long.MAX_VALUE && !log.moments().isEmpty();
      if (whole || nothingLeft) {
        return told;
      }
    }
    return told;
  }

  private Trace trace(
      JournalTrace journal, Optional<Wish> wish, LogTrace log, RowTrace rows, Span span) {
    List<Moment> moments = new ArrayList<>(log.moments());
    moments.addAll(journal.moments(subject(journal.intent()), log::timeOf));
    Instant last =
        moments.stream()
            .filter(moment -> moment.what() == What.SENT)
            .map(Moment::at)
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    moments.addAll(rows.moments(log::timeOf, last));
    moments.sort(Moment.BY_TIME);
    String words = wish.map(Wish::inWords).or(() -> log.transfer().map(LogTrace::words)).orElse("");
    return new Trace(id, words, moments, span);
  }

  private static String subject(Optional<JournalEntry.Journalled> intent) {
    return intent
        .map(
            known ->
                CommandType.ofEventType(known.type()).map(CommandType::label).orElse("Transfer"))
        .orElse("Intent");
  }

  private Wish wish(JournalEntry.Journalled intent) {
    return Wish.of(intent, archive.partitioning(), text -> text);
  }

  private SortedSet<Integer> touched(Wish wish) {
    SortedSet<Integer> touched = new TreeSet<>();
    if (wish.kind() != IntentKind.UNREADABLE) {
      Partitioning partitioning = archive.partitioning();
      touched.add(partitioning.of(new AccountId(wish.from())));
      touched.add(partitioning.of(new AccountId(wish.to())));
    }
    return touched;
  }
}
