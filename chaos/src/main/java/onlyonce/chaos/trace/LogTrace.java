package onlyonce.chaos.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.trace.Moment.What;
import onlyonce.messages.AccountId;
import onlyonce.messages.Attempt;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one intent. Of each topic only the partitions are read that the intent can
 * have touched, unless the whole log is asked for: strangers may have written elsewhere.
 */
final class LogTrace {
  private final Partitioning partitioning;
  private final UUID id;
  private final boolean everywhere;
  private final SortedSet<Integer> ledgerPartitions;
  private final Map<UUID, CommandType> steps;
  private final List<Moment> moments = new ArrayList<>();
  private final Map<String, Instant> times = new HashMap<>();
  private @Nullable Transfer transfer;
  private boolean ended;

  /**
   * @param ledgerPartitions that are known to be touched
   * @param everywhere whether every partition is read
   */
  LogTrace(
      Partitioning partitioning, UUID id, SortedSet<Integer> ledgerPartitions, boolean everywhere) {
    this.partitioning = partitioning;
    this.id = id;
    this.everywhere = everywhere;
    this.ledgerPartitions = new TreeSet<>(ledgerPartitions);
    this.steps = steps(id);
  }

  /** The ids of what may have been sent for an intent. */
  static Map<UUID, CommandType> steps(UUID id) {
    Map<UUID, CommandType> steps = new HashMap<>();
    steps.put(id, CommandType.POST);
    for (CommandType step :
        List.of(CommandType.HOLD, CommandType.CREDIT, CommandType.SETTLE, CommandType.RELEASE)) {
      steps.put(CommandIds.ofStep(id, step), step);
    }
    return steps;
  }

  void read(Sources sources) {
    for (Topic topic : List.of(Topic.TRANSFERS, Topic.LEDGER_OUTCOMES, Topic.TRANSFER_RESULTS)) {
      for (int partition : byKey(sources.partitions(topic))) {
        sources.readLog(topic, partition, this::byTransfer);
      }
    }
    for (int partition : ledgerPartitions()) {
      sources.readLog(Topic.LEDGER_COMMANDS, partition, this::command);
    }
    for (int partition = 0; partition < sources.partitions(Topic.DEAD_LETTERS); partition++) {
      sources.readLog(Topic.DEAD_LETTERS, partition, this::deadLetter);
    }
  }

  /** Those that go by the transfer's id. */
  private List<Integer> byKey(int count) {
    return count == 0 || everywhere
        ? IntStream.range(0, count).boxed().toList()
        : List.of(Partitioning.ofKey(id.toString(), count));
  }

  /** Where its accounts live; all of them, when nothing tells. */
  List<Integer> ledgerPartitions() {
    return ledgerPartitions.isEmpty() || everywhere
        ? IntStream.range(0, partitioning.count()).boxed().toList()
        : List.copyOf(ledgerPartitions);
  }

  private void byTransfer(ConsumerRecord<byte[], byte[]> logged) {
    if (logged.key() == null || !new String(logged.key(), UTF_8).equals(id.toString())) {
      return;
    }
    try {
      if (logged.topic().equals(Topic.TRANSFERS.topicName())) {
        asked(logged, Event.read(logged.headers()));
      } else if (logged.topic().equals(Topic.LEDGER_OUTCOMES.topicName())) {
        CommandOutcome outcome = CommandOutcomeCodec.decode(logged.value());
        ended |= outcome.transferId().isEmpty();
        add(
            logged,
            What.ANSWERED,
            outcome.type().label(),
            outcome.outcome().label(),
            "ledger partition %d, version %d"
                .formatted(outcome.version().partition(), outcome.version().nextOffset()));
      } else {
        TransferResult result = TransferResultCodec.decode(logged.value());
        ended = true;
        add(
            logged,
            What.ENDED,
            "Transfer",
            result.end().label(),
            result.reason().map(Outcome::label).orElse(""));
      }
    } catch (UnreadableException e) {
      add(logged, What.ASKED, "Something", "unreadable", e.detail());
    }
  }

  private void asked(ConsumerRecord<byte[], byte[]> logged, Event event)
      throws UnreadableException {
    if (SagaRequestCodec.isRequest(event.type())) {
      switch (SagaRequestCodec.decode(event, logged.value())) {
        case SagaRequest.Resume resume ->
            add(
                logged,
                What.ASKED,
                "Resume",
                "",
                resume.destination().map(LogTrace::reading).orElse(""));
        case SagaRequest.Compensate _ -> add(logged, What.ASKED, "Compensate", "", "");
      }
      return;
    }
    transfer = TransferCodec.decode(event, logged.value());
    for (AccountId account : List.of(transfer.from(), transfer.to())) {
      ledgerPartitions.add(partitioning.of(account));
    }
    add(logged, What.ASKED, "Transfer", "", words(transfer));
  }

  static String words(Transfer transfer) {
    return "%s → %s, %d %s"
        .formatted(transfer.from(), transfer.to(), transfer.amount().minor(), transfer.currency());
  }

  private static String reading(DestinationReading reading) {
    String found =
        switch (reading) {
          case DestinationReading.Credited _ -> "the destination has the money";
          case DestinationReading.NotCredited _ -> "the destination has no money";
        };
    return found + " in its version " + reading.version().nextOffset();
  }

  private void command(ConsumerRecord<byte[], byte[]> logged) {
    CommandType step = step(logged);
    if (step != null) {
      times.put(place(logged), Instant.ofEpochMilli(logged.timestamp()));
      moments.add(
          new Moment(
              Instant.ofEpochMilli(logged.timestamp()),
              What.SENT,
              step == CommandType.POST ? type(logged) : step.label(),
              Attempt.read(logged.headers()).orElse(1),
              null,
              null,
              place(logged)));
    }
  }

  /** What a record under the intent's own id is: a Post, an Open, a Close, or garbage. */
  private static String type(ConsumerRecord<byte[], byte[]> logged) {
    try {
      return CommandType.ofEventType(Event.read(logged.headers()).type())
          .map(CommandType::label)
          .orElse("Something");
    } catch (UnreadableException e) {
      return "Something unreadable";
    }
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> logged) {
    CommandType step = step(logged);
    if (step == null) {
      return;
    }
    ended |= step == CommandType.POST;
    try {
      DeadLetter letter = DeadLetter.read(logged.headers());
      boolean start = letter.topic().equals(Topic.TRANSFERS.topicName());
      add(
          logged,
          What.PUT_ASIDE,
          start ? "Start" : step == CommandType.POST ? type(logged) : step.label(),
          letter.reason().label(),
          letter.detail());
    } catch (UnreadableException e) {
      add(logged, What.PUT_ASIDE, step.label(), "by somebody else", e.detail());
    }
  }

  /** Which of the intent's commands a record is, or null. */
  private @Nullable CommandType step(ConsumerRecord<byte[], byte[]> logged) {
    var header = logged.headers().lastHeader(Event.ID);
    if (header == null || header.value() == null || header.value().length != 36) {
      return null;
    }
    try {
      return steps.get(UUID.fromString(new String(header.value(), UTF_8)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void add(
      ConsumerRecord<byte[], byte[]> logged,
      What what,
      String subject,
      String outcome,
      String detail) {
    times.put(place(logged), Instant.ofEpochMilli(logged.timestamp()));
    moments.add(
        new Moment(
            Instant.ofEpochMilli(logged.timestamp()),
            what,
            subject,
            null,
            outcome.isEmpty() ? null : outcome,
            detail.isEmpty() ? null : detail,
            place(logged)));
  }

  private static String place(ConsumerRecord<byte[], byte[]> logged) {
    return place(logged.topic(), logged.partition(), logged.offset());
  }

  static String place(String topic, int partition, long offset) {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }

  List<Moment> moments() {
    return moments;
  }

  /** Whether its end was told, or why it has none. */
  boolean isEnded() {
    return ended;
  }

  Optional<Instant> timeOf(String place) {
    return Optional.ofNullable(times.get(place));
  }

  /** The transfer, if it went through {@code transfers}. */
  Optional<Transfer> transfer() {
    return Optional.ofNullable(transfer);
  }
}
