package onlyonce.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Semantics;
import onlyonce.producer.SendResult.Acknowledged;
import onlyonce.producer.SendResult.HandedOver;
import onlyonce.producer.SendResult.NotSent;
import onlyonce.producer.SendResult.Unknown;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source once. Killed at any moment and run again, it goes on: the same lines keep their
 * ids, and what was acknowledged is not sent again. What it remembers, and why that suffices, says
 * {@link Journal}; how a send is repeated, {@link Sender}.
 *
 * <p>A batch of lines is journalled and forced to disk, then sent, each line at its due time.
 * Transfers wait until the opens before them are acknowledged: a saga's Credit goes to another
 * partition than the transfer and could otherwise overtake the Open of its account.
 *
 * <p>Under at-most-once each line has one attempt, whatever its answer, and a line that was
 * journalled by an earlier run but not answered has had it.
 */
public final class SendRun {
  private static final int MAX_BATCH = 2_000;
  private static final Duration LOOK_AHEAD = Duration.ofMillis(20);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration SILENCE = Duration.ofMillis(10);
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(250);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final SendSettings settings;
  private final Source source;
  private final Pacing pacing;
  private final Clock clock;
  private final CommandIds ids;
  private volatile boolean stopped;

  /** A run for one source, which the caller closes. */
  public SendRun(SendSettings settings, Source source, Pacing pacing, Clock clock, CommandIds ids) {
    this.settings = settings;
    this.source = source;
    this.pacing = pacing;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Ends {@link #run} soon, from any thread: nothing more is read, answers are awaited for at most
   * 5 s. The same run can be taken up again.
   */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends everything that is not known to be in the log.
   *
   * @throws JournalInUseException when another run of the same source is going on
   * @throws JournalMismatchException when the journal was begun under other semantics, or from a
   *     source that began otherwise
   * @throws IOException when the source or the journal cannot be read or written
   * @throws InterruptedException when the thread is interrupted; the journal stays resumable
   */
  public SendSummary run(SendListener listener)
      throws IOException, JournalInUseException, JournalMismatchException, InterruptedException {
    Journal.Opened opened =
        Journal.open(settings.journalOf(source), source.name(), settings.semantics(), clock, ids);
    try (Journal journal = opened.journal()) {
      if (journal.tally().ended() && opened.pending().isEmpty() && source.namedByContent()) {
        listener.progress(journal.tally().counts());
        return new SendSummary(journal.tally().counts(), 0, 0, true, Optional.empty());
      }
      try (Sender sender =
          new Sender(
              () ->
                  new KafkaProducer<>(
                      settings.producerProperties(pacing),
                      new ByteArraySerializer(),
                      new ByteArraySerializer()),
              settings.semantics(),
              settings.giveUpAfter())) {
        return new Course(journal, sender, listener).complete(opened.pending());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** One run's state. */
  private final class Course {
    private final Journal journal;
    private final Sender sender;
    private final SendListener listener;
    private final Schedule schedule;
    private long index;
    private long answered;
    private long nextProgressNanos = System.nanoTime();
    private boolean gaveUp;
    private boolean sourceEnded;
    private @Nullable String trouble;

    Course(Journal journal, Sender sender, SendListener listener) {
      this.journal = journal;
      this.sender = sender;
      this.listener = listener;
      this.schedule =
          Schedule.of(pacing, source.expectedLines(), clock.millis(), System.nanoTime());
    }

    SendSummary complete(List<Send> pending)
        throws IOException, JournalMismatchException, InterruptedException {
      sendAll(pending);
      while (goesOn() && !sourceEnded) {
        sendAll(takeBatch());
      }
      awaitLastAnswers();
      boolean ended = sourceEnded && journal.tally().counts().unknown() == 0;
      if (ended && !journal.tally().ended()) {
        journal.end();
      }
      listener.progress(journal.tally().counts());
      return new SendSummary(
          journal.tally().counts(), answered, pending.size(), ended, Optional.ofNullable(trouble));
    }

    /** Every send ends by itself; only one who wants to stop is not kept waiting for it. */
    private void awaitLastAnswers() throws IOException, InterruptedException {
      long patienceNanos = STOP_PATIENCE.toNanos();
      while (sender.inFlight() > 0 && patienceNanos > 0) {
        long before = System.nanoTime();
        takeAnswers(TICK);
        patienceNanos -= stopped ? System.nanoTime() - before : 0;
      }
    }

    private boolean goesOn() {
      return !stopped && !gaveUp;
    }

    /** Journals the lines that are due now or very soon, and forces them to disk. */
    private List<Send> takeBatch()
        throws IOException, JournalMismatchException, InterruptedException {
      awaitNanos(schedule.due(index, System.nanoTime()).nanos() - LOOK_AHEAD.toNanos());
      while (goesOn() && !source.ready()) {
        takeAnswers(SILENCE);
      }
      List<Send> batch = new ArrayList<>();
      int lines = 0;
      while (lines < MAX_BATCH && goesOn() && source.ready()) {
        Schedule.Due due = schedule.due(index, System.nanoTime());
        if (lines > 0 && due.nanos() - System.nanoTime() > LOOK_AHEAD.toNanos()) {
          break;
        }
        Line line = source.next();
        if (line == null) {
          sourceEnded = true;
          break;
        }
        if (line.number() <= journal.tally().lastLine()) {
          passOver(line);
        } else {
          lines++;
          index++;
          take(line, due).ifPresent(batch::add);
        }
      }
      if (lines > 0) {
        journal.force();
      }
      return batch;
    }

    private Optional<Send> take(Line line, Schedule.Due due) throws IOException {
      return switch (line) {
        case Line.Wanted wanted -> journal.take(wanted, settings.routing(), due);
        case Line.Malformed malformed -> {
          journal.malformed(malformed);
          listener.malformed(
              new MalformedLine(source.name(), malformed.number(), malformed.reason()));
          yield Optional.empty();
        }
      };
    }

    /** Whoever gives other lines under a journal's name must hear that they would be left out. */
    private void passOver(Line line) throws JournalMismatchException {
      if (!source.namedByContent()
          && line instanceof Line.Wanted wanted
          && !journal.remembers(wanted)) {
        throw new JournalMismatchException(
            ("%s, line %d, ref %s: the journal %s holds other lines up to line %d; name another"
                    + " journal for other input")
                .formatted(
                    source.name(),
                    line.number(),
                    IntentFields.quoted(wanted.ref()),
                    source.journalName(),
                    journal.tally().lastLine()));
      }
    }

    private void sendAll(List<Send> sends) throws IOException, InterruptedException {
      for (Send send : sends) {
        awaitNanos(send.dueNanos());
        if (!send.opens()) {
          awaitAtMost(0, sender::opensInFlight);
        }
        if (sender.inFlight() >= settings.maxInFlight()) {
          awaitAtMost(settings.maxInFlight() * 9 / 10, sender::inFlight);
        }
        if (!goesOn()) {
          return;
        }
        sender.send(send);
      }
      takeAnswers(Duration.ZERO);
    }

    private void awaitNanos(long dueNanos) throws IOException, InterruptedException {
      for (long wait = dueNanos - System.nanoTime();
          wait > 0 && goesOn();
          wait = dueNanos - System.nanoTime()) {
        takeAnswers(Duration.ofNanos(Math.min(wait, TICK.toNanos())));
      }
    }

    private void awaitAtMost(int sends, IntSupplier inFlight)
        throws IOException, InterruptedException {
      while (goesOn() && inFlight.getAsInt() > sends) {
        takeAnswers(TICK);
      }
    }

    /** Journals the answers that are there, waiting at most so long for the first. */
    private void takeAnswers(Duration patience) throws IOException, InterruptedException {
      List<Sender.Answer> answers = sender.answers(patience);
      for (Sender.Answer answer : answers) {
        answered++;
        switch (answer.result()) {
          case Acknowledged acknowledged ->
              journal.acknowledged(answer.send().line(), acknowledged);
          case HandedOver gone -> journal.handedOver(answer.send().line());
          case NotSent notSent -> {
            note(answer, "was not sent: " + notSent.reason());
            refused(answer.send().line(), notSent);
          }
          case Unknown unknown -> {
            note(answer, "was given up: " + unknown.reason());
            givenUp(answer.send());
          }
        }
      }
      if (!answers.isEmpty()) {
        journal.write();
      }
      reportProgress();
    }

    /**
     * A line refused for want of a right stays open, so that a run that has it sends the line:
     * except where a line has one attempt only.
     */
    private void refused(long line, NotSent notSent) throws IOException {
      gaveUp |= notSent.blame() == SendResult.Blame.SETUP;
      if (notSent.blame() == SendResult.Blame.RECORD || triesOnce()) {
        journal.notSent(line, notSent);
      }
    }

    /** Where a line has one attempt only, its neighbours have theirs. */
    private void givenUp(Send send) throws IOException {
      if (triesOnce()) {
        journal.abandoned(send.line(), send.wireRecord().event().id());
      } else {
        gaveUp = true;
      }
    }

    private boolean triesOnce() {
      return settings.semantics() == Semantics.AT_MOST_ONCE;
    }

    private void note(Sender.Answer answer, String what) {
      if (trouble == null) {
        trouble = source.name() + ":" + answer.send().line() + ": " + what;
      }
    }

    private void reportProgress() {
      long now = System.nanoTime();
      if (now - nextProgressNanos >= 0) {
        nextProgressNanos = now + PROGRESS_INTERVAL.toNanos();
        listener.progress(journal.tally().counts());
      }
    }
  }
}
