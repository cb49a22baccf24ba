package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import onlyonce.messages.Attempt;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on Kafka Streams' test driver, which has one partition of every topic. */
final class DrivenSagas implements AutoCloseable {
  static final Transfer TRANSFER = Sample.across(1);
  static final Instant NOW = Instant.ofEpochMilli(Sample.TIME_MILLIS + 1_000);

  private int asked;
  private final List<String> ends = new ArrayList<>();
  private final SagaCounters counters =
      new SagaCounters((end, ageMillis) -> ends.add(end + " " + ageMillis));
  private final TopologyTestDriver driver;
  final TestInputTopic<byte[], byte[]> transfers;
  final TestInputTopic<byte[], byte[]> outcomes;
  final TestOutputTopic<byte[], byte[]> commands;
  final TestOutputTopic<byte[], byte[]> results;
  final TestOutputTopic<byte[], byte[]> deadLetters;

  DrivenSagas(Path folder, int partitions) {
    this(folder, partitions, RetryPolicy.DEFAULT);
  }

  DrivenSagas(Path folder, int partitions, RetryPolicy retries) {
    SagaSettings settings =
        new SagaSettings(
            "none:1",
            Map.of(),
            "test",
            folder,
            new SagaSettings.Log("test", Sample.SIX, Duration.ofHours(24), retries),
            SagaSettings.Recovery.FAST);
    Properties properties = StreamsProperties.of(settings);
    assertThat(properties)
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "exactly_once_v2");
    driver =
        new TopologyTestDriver(
            SagaTopology.build(
                settings.log(),
                partitions,
                counters,
                new CommitPace(System::nanoTime, Duration.ofMillis(400))),
            properties,
            NOW);
    transfers = input(Topic.TRANSFERS);
    outcomes = input(Topic.LEDGER_OUTCOMES);
    commands = output(Topic.LEDGER_COMMANDS);
    results = output(Topic.TRANSFER_RESULTS);
    deadLetters = output(Topic.DEAD_LETTERS);
  }

  SagaFigures figures() {
    return counters.snapshot();
  }

  /** Every end that was told, with the saga's age, such as {@code Completed 1000}. */
  List<String> ends() {
    return ends;
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  @Override
  public void close() {
    driver.close();
  }

  void start(Transfer transfer) {
    transfers.pipeInput(
        recordOf(transfer.id(), TransferCodec.EVENT_TYPE, TransferCodec.encode(transfer)));
  }

  void reply(CommandType step, Outcome outcome) {
    reply(TRANSFER.id(), step, outcome);
  }

  void reply(UUID transferId, CommandType step, Outcome outcome) {
    outcomes.pipeInput(
        recordOf(
            transferId,
            CommandOutcomeCodec.EVENT_TYPE,
            CommandOutcomeCodec.encode(Sample.answer(transferId, step, outcome))));
  }

  /** A start that the broker wrote at another time. */
  void startAt(Transfer transfer, Instant appended) {
    TestRecord<byte[], byte[]> start =
        recordOf(transfer.id(), TransferCodec.EVENT_TYPE, TransferCodec.encode(transfer));
    transfers.pipeInput(new TestRecord<>(start.key(), start.value(), start.headers(), appended));
  }

  /** What a person asks, under an id of its own. */
  void ask(SagaRequest request) {
    Headers headers = new RecordHeaders();
    UUID id = CommandIds.derived(request.transferId(), "request " + asked++);
    new Event(id, request.eventType(), "test", NOW).writeTo(headers);
    byte[] key = request.transferId().toString().getBytes(UTF_8);
    transfers.pipeInput(new TestRecord<>(key, SagaRequestCodec.encode(request), headers, NOW));
  }

  /** What was sent since the last time, such as {@code Hold 2}: the second attempt of a hold. */
  List<String> sent() throws UnreadableException {
    List<String> sent = new ArrayList<>();
    for (TestRecord<byte[], byte[]> command : commands.readRecordsToList()) {
      Event event = Event.read(command.headers());
      Command.SagaStep step = (Command.SagaStep) CommandCodec.decode(event, command.value());
      assertThat(event.id()).isEqualTo(CommandIds.ofStep(step.transferId(), step.type()));
      sent.add(step.type().label() + " " + Attempt.read(command.headers()).orElse(0));
    }
    return sent;
  }

  KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  static TestRecord<byte[], byte[]> recordOf(UUID id, String type, byte[] value) {
    Headers headers = new RecordHeaders();
    new Event(id, type, "test", NOW).writeTo(headers);
    return new TestRecord<>(id.toString().getBytes(UTF_8), value, headers, NOW);
  }

  Command onlyCommand(CommandType step) throws UnreadableException {
    TestRecord<byte[], byte[]> sent = commands.readRecord();
    assertThat(commands.isEmpty()).isTrue();
    Event event = Event.read(sent.headers());
    assertThat(event)
        .isEqualTo(
            new Event(
                CommandIds.ofStep(TRANSFER.id(), step),
                step.eventType(),
                "onlyonce/orchestrator",
                NOW));
    Command command = CommandCodec.decode(event, sent.value());
    assertThat(command)
        .isInstanceOfSatisfying(
            Command.SagaStep.class,
            s -> assertThat(new String(sent.key(), UTF_8)).isEqualTo(s.account().value()));
    return command;
  }

  void assertEnd(End end, @Nullable Outcome reason, Version... versions)
      throws UnreadableException {
    TestRecord<byte[], byte[]> published = results.readRecord();
    assertThat(results.isEmpty()).isTrue();
    assertThat(new String(published.key(), UTF_8)).isEqualTo(TRANSFER.id().toString());
    assertThat(Event.read(published.headers()).id())
        .isEqualTo(CommandIds.derived(TRANSFER.id(), "result"));
    var result = TransferResultCodec.decode(published.value());
    assertThat(result.transferId()).isEqualTo(TRANSFER.id());
    assertThat(result.end()).isEqualTo(end);
    assertThat(result.reason()).isEqualTo(Optional.ofNullable(reason));
    assertThat(result.versions()).containsExactly(versions);
  }

  TestRecord<byte[], byte[]> assertDeadLetter(DeadLetterReason reason, Topic topic, long offset)
      throws UnreadableException {
    TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
    assertThat(deadLetters.isEmpty()).isTrue();
    DeadLetter read = DeadLetter.read(letter.headers());
    assertThat(read.reason()).isEqualTo(reason);
    assertThat(read.topic()).isEqualTo(topic.topicName());
    assertThat(read.partition()).isZero();
    assertThat(read.offset()).isEqualTo(offset);
    return letter;
  }

  private TestInputTopic<byte[], byte[]> input(Topic topic) {
    return driver.createInputTopic(
        topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(Topic topic) {
    return driver.createOutputTopic(
        topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
