package onlyonce.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import onlyonce.messages.Semantics;
import onlyonce.producer.SendResult.Acknowledged;
import onlyonce.producer.SendResult.HandedOver;
import onlyonce.producer.SendResult.NotSent;
import onlyonce.producer.SendResult.Unknown;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records until it is known what became of them. An unknown send goes out again, the same
 * record under the same id, until it is acknowledged or the time for it is over.
 *
 * <pre>
 * answer         an attempt before was unknown   becomes
 * Acknowledged   no or yes                       Acknowledged
 * NotSent        no                              NotSent
 * NotSent        yes                             Unknown: that attempt may still be in the log
 * Unknown        no or yes                       another attempt; Unknown when time is over
 * </pre>
 *
 * <p>Under at-most-once nothing is attempted twice: the first word is the last, and an unknown send
 * stays unknown.
 *
 * <p>Under exactly-once Kafka's own producer retries inside an attempt without doubling, but its
 * idempotence ends with its session: a second attempt may put a second record into the log, which
 * the ledger drops by its id. A producer that failed with an error which is not transient is
 * replaced.
 *
 * <p>One thread sends and takes answers; Kafka's thread only adds to the queue between them, whose
 * length the sends in flight bound.
 */
final class Sender implements AutoCloseable {
  private static final long FIRST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MAX_DOUBLINGS = 4;

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Semantics semantics;
  private final long giveUpNanos;
  private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
  private final PriorityQueue<Flight> toRetry =
      new PriorityQueue<>(Comparator.comparingLong(flight -> flight.retryAtNanos));
  private Producer<byte[], byte[]> producer;
  private int generation;
  private int inFlight;
  private int opensInFlight;

  /**
   * @param producers gives a new producer at each call; each is closed here
   * @param semantics whether a send is tried again
   * @param giveUpAfter how long a send is tried
   */
  Sender(Supplier<Producer<byte[], byte[]>> producers, Semantics semantics, Duration giveUpAfter) {
    this.producers = producers;
    this.semantics = semantics;
    this.giveUpNanos = giveUpAfter.toNanos();
    this.producer = producers.get();
  }

  /** A send and its last word. */
  record Answer(Send send, SendResult result) {}

  /** A send that has no last word yet. */
  private static final class Flight {
    final Send send;
    final long firstNanos = System.nanoTime();
    boolean everUnknown;
    int attempts;
    long retryAtNanos;

    Flight(Send send) {
      this.send = send;
      this.everUnknown = send.everUnknown();
    }
  }

  private record Completion(
      Flight flight, int attempt, int generation, SendResult result, @Nullable Exception failure) {}

  /** Sends that have no last word yet. */
  int inFlight() {
    return inFlight;
  }

  /** Opens that have no last word yet. */
  int opensInFlight() {
    return opensInFlight;
  }

  /** Starts a send. The caller bounds how many are in flight. */
  void send(Send send) {
    inFlight++;
    opensInFlight += send.opens() ? 1 : 0;
    attempt(new Flight(send));
  }

  private void attempt(Flight flight) {
    int attempt = ++flight.attempts;
    int current = generation;
    try {
      var _ =
          producer.send(
              flight.send.wireRecord().toProducerRecord(),
              (metadata, failure) ->
                  completions.add(
                      new Completion(
                          flight, attempt, current, resultOf(metadata, failure), failure)));
    } catch (RuntimeException e) {
      completions.add(new Completion(flight, attempt, current, SendResult.ofFailure(e), e));
    }
  }

  private SendResult resultOf(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    return semantics == Semantics.AT_MOST_ONCE
        ? SendResult.ofUnanswered(metadata, failure)
        : SendResult.of(metadata, failure);
  }

  /**
   * Takes the answers that are there, sending again what has to be.
   *
   * @param patience how long to wait for the first
   */
  List<Answer> answers(Duration patience) throws InterruptedException {
    retryDue();
    List<Answer> answers = new ArrayList<>();
    Completion completion = completions.poll(waitNanos(patience), TimeUnit.NANOSECONDS);
    while (completion != null) {
      handle(completion, answers);
      completion = completions.poll();
    }
    return answers;
  }

  private long waitNanos(Duration patience) {
    Flight next = toRetry.peek();
    return next == null
        ? patience.toNanos()
        : Math.min(patience.toNanos(), Math.max(0, next.retryAtNanos - System.nanoTime()));
  }

  private void retryDue() {
    long now = System.nanoTime();
    for (Flight next = toRetry.peek();
        next != null && next.retryAtNanos - now <= 0;
        next = toRetry.peek()) {
      toRetry.remove();
      attempt(next);
    }
  }

  private void handle(Completion completion, List<Answer> answers) {
    Flight flight = completion.flight();
    if (completion.attempt() != flight.attempts) {
      return;
    }
    switch (completion.result()) {
      case Acknowledged acknowledged -> settle(flight, acknowledged, answers);
      case HandedOver gone -> settle(flight, gone, answers);
      case NotSent notSent ->
          settle(
              flight,
              flight.everUnknown
                  ? new Unknown(notSent.reason() + " (an earlier attempt may be in the log)")
                  : notSent,
              answers);
      case Unknown unknown -> {
        flight.everUnknown = true;
        if (semantics == Semantics.AT_MOST_ONCE
            || System.nanoTime() - flight.firstNanos >= giveUpNanos) {
          settle(flight, unknown, answers);
        } else {
          retryLater(flight);
        }
      }
    }
    replaceIfBroken(completion);
  }

  private void retryLater(Flight flight) {
    int doublings = Math.min(flight.attempts - 1, MAX_DOUBLINGS);
    flight.retryAtNanos = System.nanoTime() + (FIRST_BACKOFF_NANOS << doublings);
    toRetry.add(flight);
  }

  private void settle(Flight flight, SendResult result, List<Answer> answers) {
    inFlight--;
    opensInFlight -= flight.send.opens() ? 1 : 0;
    flight.attempts = -1;
    answers.add(new Answer(flight.send, result));
  }

  /** Closing the broken one ends its other sends, as unknown: they go out again by the new one. */
  private void replaceIfBroken(Completion completion) {
    if (completion.generation() == generation
        && completion.result() instanceof Unknown
        && !(completion.failure() instanceof RetriableException)) {
      generation++;
      producer.close(Duration.ZERO);
      producer = producers.get();
    }
  }

  /** Ends at once; sends in flight stay unknown. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
