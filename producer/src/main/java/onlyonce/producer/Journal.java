package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Semantics;
import onlyonce.messages.WireRecord;
import onlyonce.producer.JournalLine.Conflicting;
import onlyonce.producer.JournalLine.Intended;
import onlyonce.producer.JournalLine.Resent;

/**
 * A client's memory of what it wants, kept on disk so that nothing is wanted twice.
 *
 * <p>Guarantee: once {@link #force} returns, every line read so far has its id, topic, partition
 * and bytes for ever, whatever dies. A line is sent only after that. When a process is killed:
 *
 * <table>
 *   <caption>What the next run finds</caption>
 *   <tr><th>killed</th><th>in the journal</th><th>the next run</th></tr>
 *   <tr><td>before the force</td><td>nothing, or a torn line</td><td>cuts the torn line, reads the
 *       source's line again: a new id, of which no record exists</td></tr>
 *   <tr><td>before the answer</td><td>the line, no answer</td><td>sends the same record again</td></tr>
 *   <tr><td>before the answer is written</td><td>the line, no answer</td><td>sends the same record
 *       again, a duplicate that the ledger drops by its id</td></tr>
 *   <tr><td>after</td><td>line and answer</td><td>sends nothing</td></tr>
 * </table>
 *
 * <p>Answers are not forced, since losing one costs a duplicate and nothing else.
 *
 * <p>Under at-most-once no id goes out twice: a line with a known ref, and a journalled line
 * without an answer, are noted as suppressed instead.
 */
final class Journal implements AutoCloseable {
  private final JournalFile file;
  private final Semantics semantics;
  private final Clock clock;
  private final CommandIds ids;
  private final RefIndex refs = new RefIndex();
  private final Tally tally = new Tally();

  private Journal(JournalFile file, Semantics semantics, Clock clock, CommandIds ids) {
    this.file = file;
    this.semantics = semantics;
    this.clock = clock;
    this.ids = ids;
  }

  /** What a run that begins finds in the journal: sends that have to go out again. */
  record Opened(Journal journal, List<Send> pending) {}

  /**
   * Opens a journal, or creates it.
   *
   * @param name of the source, for people
   * @param semantics of the run; a journal keeps those it began with
   * @throws JournalInUseException when it is open elsewhere
   * @throws JournalMismatchException when it was begun under other semantics
   * @throws IOException also when it is damaged
   */
  static Opened open(Path path, String name, Semantics semantics, Clock clock, CommandIds ids)
      throws IOException, JournalInUseException, JournalMismatchException {
    JournalFile file = JournalFile.open(path);
    try {
      Journal journal = new Journal(file, semantics, clock, ids);
      SortedMap<Long, Unanswered> unanswered = journal.recover(path);
      if (file.isEmpty()) {
        journal.start(name);
      }
      List<Send> pending =
          semantics == Semantics.AT_MOST_ONCE
              ? journal.abandonAll(unanswered)
              : journal.toSends(unanswered);
      return new Opened(journal, pending);
    } catch (IOException | JournalMismatchException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void start(String name) throws IOException {
    Optional<String> label =
        semantics == Semantics.EXACTLY_ONCE ? Optional.empty() : Optional.of(semantics.label());
    append(new JournalLine.Started(name, clock.instant(), label));
    force();
  }

  /** Reads the journal; gives what has no answer. */
  private SortedMap<Long, Unanswered> recover(Path path)
      throws IOException, JournalMismatchException {
    SortedMap<Long, Unanswered> unanswered = new TreeMap<>();
    List<String> others = new ArrayList<>(0);
    file.recover(
        (offset, line) -> {
          tally.add(line);
          switch (line) {
            case Intended intended -> {
              refs.add(intended.ref(), offset);
              unanswered.put(intended.line(), new Unanswered(intended, intended.id()));
            }
            case Resent resent ->
                unanswered.put(resent.line(), new Unanswered(resent, resent.id()));
            case Conflicting conflict ->
                unanswered.put(conflict.line(), new Unanswered(conflict, conflict.id()));
            case JournalLine.Suppressed held -> unanswered.remove(held.line());
            case JournalLine.Acked ack -> unanswered.remove(ack.line());
            case JournalLine.HandedOver gone -> unanswered.remove(gone.line());
            case JournalLine.Refused refused -> unanswered.remove(refused.line());
            case JournalLine.Started started -> {
              String label = started.semantics().orElse(Semantics.EXACTLY_ONCE.label());
              if (!label.equals(semantics.label())) {
                others.add(label);
              }
            }
            case JournalLine.Unreadable unreadable -> {}
            case JournalLine.Ended end -> {}
          }
        });
    if (!others.isEmpty()) {
      throw new JournalMismatchException(
          ("journal %s was begun under %s and cannot go on under %s; send with --semantics %s, or"
                  + " into another journal")
              .formatted(path, others.getFirst(), semantics, others.getFirst()));
    }
    return unanswered;
  }

  /** What may have been sent is not sent again. */
  private List<Send> abandonAll(SortedMap<Long, Unanswered> unanswered) throws IOException {
    for (Map.Entry<Long, Unanswered> send : unanswered.entrySet()) {
      abandoned(send.getKey(), send.getValue().id());
    }
    force();
    return List.of();
  }

  /** A journalled send without an answer: it may be in the log. */
  private record Unanswered(JournalLine line, UUID id) {}

  private List<Send> toSends(SortedMap<Long, Unanswered> unanswered) throws IOException {
    Map<UUID, Optional<Intended>> intents = new HashMap<>();
    unanswered.values().forEach(send -> intents.put(send.id(), Optional.empty()));
    if (!intents.isEmpty()) {
      file.replay(
          (offset, line) -> {
            if (line instanceof Intended intended) {
              intents.replace(intended.id(), Optional.of(intended));
            }
          });
    }
    List<Send> sends = new ArrayList<>(unanswered.size());
    for (Map.Entry<Long, Unanswered> entry : unanswered.entrySet()) {
      Unanswered send = entry.getValue();
      Intended intended =
          intents
              .getOrDefault(send.id(), Optional.empty())
              .orElseThrow(() -> new IOException("the journal has no intent with id " + send.id()));
      WireRecord wireRecord =
          send.line() instanceof Conflicting conflict
              ? Send.recordOf(intended, conflict)
              : Send.recordOf(intended);
      sends.add(new Send(entry.getKey(), wireRecord, System.nanoTime(), true));
    }
    return sends;
  }

  /**
   * Takes a line in: a new intent, a re-send, a conflict, or, when its id must not go out again,
   * nothing to send. Sent it may be after {@link #force}.
   *
   * @param routing for a new intent; a known ref keeps its journalled route
   * @param due when the line is meant to go out
   */
  Optional<Send> take(Line.Wanted line, Routing routing, Schedule.Due due) throws IOException {
    long known = find(line.ref());
    WireRecord wireRecord;
    if (known == RefIndex.ABSENT) {
      Intended intended = intended(line, routing, due);
      refs.add(line.ref(), append(intended));
      wireRecord = Send.recordOf(intended);
    } else if (semantics == Semantics.AT_MOST_ONCE) {
      append(new JournalLine.Suppressed(line.number(), intendedAt(known).id()));
      return Optional.empty();
    } else {
      wireRecord = again(intendedAt(known), line);
    }
    return Optional.of(new Send(line.number(), wireRecord, due.nanos(), false));
  }

  /** The record of a line with a known ref, which is a re-send or a conflict. */
  private WireRecord again(Intended intended, Line.Wanted line) throws IOException {
    String value = valueOf(line);
    String type = Routing.typeOn(intended.topic(), line.intent());
    if (type.equals(intended.type()) && value.equals(intended.value())) {
      append(new Resent(line.number(), intended.id()));
      return Send.recordOf(intended);
    }
    Conflicting conflict =
        new Conflicting(line.number(), intended.id(), type, clock.instant(), value);
    append(conflict);
    return Send.recordOf(intended, conflict);
  }

  /**
   * Whether a line that was read by an earlier run is still what it was, as far as money is
   * concerned: nothing that it wants is missing here.
   */
  boolean remembers(Line.Wanted line) {
    long known = find(line.ref());
    if (known == RefIndex.ABSENT) {
      return false;
    }
    Intended intended = intendedAt(known);
    return intended.line() < line.number()
        || (intended.line() == line.number() && intended.value().equals(valueOf(line)));
  }

  private long find(String ref) {
    return refs.find(ref, offset -> intendedAt(offset).ref().equals(ref));
  }

  private static String valueOf(Line.Wanted line) {
    return new String(line.intent().payload(), UTF_8);
  }

  private Intended intended(Line.Wanted line, Routing routing, Schedule.Due due) {
    UUID id = ids.next();
    Routing.Route route = routing.of(line.intent(), id.toString());
    return new Intended(
        line.number(),
        line.ref(),
        id,
        route.topic(),
        route.partition(),
        route.key(),
        route.type(),
        routing.eventSource(),
        clock.instant(),
        due.millis(),
        valueOf(line));
  }

  private Intended intendedAt(long offset) {
    try {
      if (file.at(offset) instanceof Intended intended) {
        return intended;
      }
      throw new IllegalStateException("the journal has no intent at byte " + offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void malformed(Line.Malformed line) throws IOException {
    append(new JournalLine.Unreadable(line.number(), line.reason()));
  }

  void acknowledged(long line, SendResult.Acknowledged answer) throws IOException {
    append(new JournalLine.Acked(line, answer.partition(), answer.offset()));
  }

  void handedOver(long line) throws IOException {
    append(new JournalLine.HandedOver(line));
  }

  /** An intent that may be in the log or not, and is never sent again. */
  void abandoned(long line, UUID id) throws IOException {
    append(new JournalLine.Suppressed(line, id));
  }

  void notSent(long line, SendResult.NotSent answer) throws IOException {
    append(new JournalLine.Refused(line, answer.reason()));
  }

  void end() throws IOException {
    append(new JournalLine.Ended(tally.counts().lines()));
    force();
  }

  private long append(JournalLine line) throws IOException {
    tally.add(line);
    return file.append(line);
  }

  /** Hands everything to the operating system. */
  void write() throws IOException {
    file.write();
  }

  /** Everything taken so far is on disk when this returns. */
  void force() throws IOException {
    file.force();
  }

  Tally tally() {
    return tally;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
