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
import onlyonce.producer.SendResult.Acknowledged;
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
 */
public final class SendRun {
  private static final int MAX_BATCH = 2_000;
  private static final Duration LOOK_AHEAD = Duration.ofMillis(20);
  private static final Duration TICK = Duration.ofMillis(50);
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
   * @throws IOException when the source or the journal cannot be read or written
   * @throws InterruptedException when the thread is interrupted; the journal stays resumable
   */
  public SendSummary run(SendListener listener)
      throws IOException, JournalInUseException, InterruptedException {
    Journal.Opened opened = Journal.open(settings.journalOf(source), source.name(), clock, ids);
    try (Journal journal = opened.journal()) {
      if (journal.tally().ended() && opened.pending().isEmpty()) {
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

    SendSummary complete(List<Send> pending) throws IOException, InterruptedException {
      sendAll(pending);
      while (goesOn() && !sourceEnded) {
        sendAll(takeBatch());
      }
      awaitLastAnswers();
      boolean ended = sourceEnded && journal.tally().counts().unknown() == 0;
      if (ended) {
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
    private List<Send> takeBatch() throws IOException, InterruptedException {
      awaitNanos(schedule.due(index, System.nanoTime()).nanos() - LOOK_AHEAD.toNanos());
      List<Send> batch = new ArrayList<>();
      for (int lines = 0; lines < MAX_BATCH && goesOn(); lines++) {
        Schedule.Due due = schedule.due(index, System.nanoTime());
        boolean early = due.nanos() - System.nanoTime() > LOOK_AHEAD.toNanos();
        if (lines > 0 && (early || !source.ready())) {
          break;
        }
        Line line = nextUnread();
        if (line == null) {
          sourceEnded = true;
          break;
        }
        index++;
        switch (line) {
          case Line.Wanted wanted -> batch.add(journal.take(wanted, settings.routing(), due));
          case Line.Malformed malformed -> {
            journal.malformed(malformed);
            listener.malformed(
                new MalformedLine(source.name(), malformed.number(), malformed.reason()));
          }
        }
      }
      journal.force();
      return batch;
    }

    /** The first line that no run has journalled yet. */
    private @Nullable Line nextUnread() throws IOException {
      Line line = source.next();
      while (line != null && line.number() <= journal.tally().lastLine()) {
        line = source.next();
      }
      return line;
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
          case Acknowledged acknowledged -> journal.acknowledged(answer.line(), acknowledged);
          case NotSent notSent -> {
            note(answer, "was not sent: " + notSent.reason());
            refused(answer.line(), notSent);
          }
          case Unknown unknown -> {
            gaveUp = true;
            note(answer, "was given up: " + unknown.reason());
          }
        }
      }
      if (!answers.isEmpty()) {
        journal.write();
      }
      reportProgress();
    }

    /** A line refused for want of a right stays open, so that a run that has it sends the line. */
    private void refused(long line, NotSent notSent) throws IOException {
      switch (notSent.blame()) {
        case RECORD -> journal.notSent(line, notSent);
        case SETUP -> gaveUp = true;
      }
    }

    private void note(Sender.Answer answer, String what) {
      if (trouble == null) {
        trouble = source.name() + ":" + answer.line() + ": " + what;
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
