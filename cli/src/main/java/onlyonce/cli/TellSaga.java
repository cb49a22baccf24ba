package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import onlyonce.cli.SagaMoment.What;
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
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells one transfer's story from the topics. An id carries its time, so only the log since then is
 * read, and of that only the partitions that the transfer can have touched.
 */
final class TellSaga {
  /** How far a client's clock may be ahead of the brokers' before the whole log has to be read. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private final ReadLog log;
  private final ShardMap map;
  private final UUID id;
  private final Map<UUID, CommandType> steps;
  private final List<SagaMoment> moments = new ArrayList<>();
  private final TreeSet<Integer> ledgerPartitions = new TreeSet<>();

  private TellSaga(ReadLog log, ShardMap map, UUID id) {
    this.log = log;
    this.map = map;
    this.id = id;
    this.steps =
        Map.of(
            id,
            CommandType.POST,
            CommandIds.ofStep(id, CommandType.HOLD),
            CommandType.HOLD,
            CommandIds.ofStep(id, CommandType.CREDIT),
            CommandType.CREDIT,
            CommandIds.ofStep(id, CommandType.SETTLE),
            CommandType.SETTLE,
            CommandIds.ofStep(id, CommandType.RELEASE),
            CommandType.RELEASE);
  }

  /**
   * Everything that the log has about a transfer, in the order of its time.
   *
   * @param known the transfer, if its saga is known
   */
  static List<SagaMoment> of(
      Map<String, Object> clientProperties, ShardMap map, UUID id, Optional<Transfer> known) {
    try (ReadLog log = ReadLog.open(clientProperties)) {
      long from = Math.max(0, CommandIds.timeMillis(id) - BEFORE.toMillis());
      List<SagaMoment> told =
          new TellSaga(log, map, id).tell(new ReadLog.Span(from, Long.MAX_VALUE), known);
      boolean whole = told.stream().anyMatch(moment -> moment.subject().equals("Transfer"));
      return whole ? told : new TellSaga(log, map, id).tell(ReadLog.Span.ALL, known);
    }
  }

  private List<SagaMoment> tell(ReadLog.Span span, Optional<Transfer> known) {
    known.ifPresent(this::touches);
    log.each(byTransfer(), span, this::byTransfer);
    List<TopicPartition> commands =
        ledgerPartitions.stream()
            .map(partition -> new TopicPartition(Topic.LEDGER_COMMANDS.topicName(), partition))
            .toList();
    log.each(commands, span, this::command);
    log.each(log.partitions(Topic.DEAD_LETTERS.topicName()), span, this::deadLetter);
    moments.sort(SagaMoment.BY_TIME);
    return moments;
  }

  /** The partitions that go by the transfer's id. */
  private List<TopicPartition> byTransfer() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : List.of(Topic.TRANSFERS, Topic.LEDGER_OUTCOMES, Topic.TRANSFER_RESULTS)) {
      int count = log.partitions(topic.topicName()).size();
      if (count > 0) {
        partitions.add(
            new TopicPartition(topic.topicName(), Partitioning.ofKey(id.toString(), count)));
      }
    }
    return partitions;
  }

  private void touches(Transfer transfer) {
    for (AccountId account : List.of(transfer.from(), transfer.to())) {
      ledgerPartitions.add(map.partitioning().of(account));
    }
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
        String version =
            "ledger partition %d, version %d"
                .formatted(outcome.version().partition(), outcome.version().nextOffset());
        add(logged, What.ANSWERED, outcome.type().label(), outcome.outcome().label(), version);
      } else {
        TransferResult result = TransferResultCodec.decode(logged.value());
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
                resume.destination().map(TellSaga::reading).orElse(""));
        case SagaRequest.Compensate _ -> add(logged, What.ASKED, "Compensate", "", "");
      }
      return;
    }
    Transfer transfer = TransferCodec.decode(event, logged.value());
    touches(transfer);
    add(
        logged,
        What.ASKED,
        "Transfer",
        "",
        "%s → %s, %d %s"
            .formatted(
                transfer.from(), transfer.to(), transfer.amount().minor(), transfer.currency()));
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
      moments.add(
          new SagaMoment(
              Instant.ofEpochMilli(logged.timestamp()),
              What.SENT,
              step.label(),
              Attempt.read(logged.headers()).orElse(1),
              null,
              null,
              place(logged)));
    }
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> logged) {
    CommandType step = step(logged);
    if (step == null) {
      return;
    }
    try {
      DeadLetter letter = DeadLetter.read(logged.headers());
      boolean start = letter.topic().equals(Topic.TRANSFERS.topicName());
      add(
          logged,
          What.PUT_ASIDE,
          start ? "Start" : step.label(),
          letter.reason().label(),
          letter.detail());
    } catch (UnreadableException e) {
      add(logged, What.PUT_ASIDE, step.label(), "by somebody else", e.detail());
    }
  }

  /** Which of the transfer's commands a record is, or null. */
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
    moments.add(
        new SagaMoment(
            Instant.ofEpochMilli(logged.timestamp()),
            what,
            subject,
            null,
            outcome.isEmpty() ? null : outcome,
            detail.isEmpty() ? null : detail,
            place(logged)));
  }

  private static String place(ConsumerRecord<byte[], byte[]> logged) {
    return "%s-%d@%d".formatted(logged.topic(), logged.partition(), logged.offset());
  }
}
