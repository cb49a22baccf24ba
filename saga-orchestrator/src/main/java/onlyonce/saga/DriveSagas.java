package onlyonce.saga;

import java.util.Optional;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One record: read, look the saga up, decide, store, send. State, commands, results and the
 * record's own offset are one Kafka transaction, so all of it happens or none.
 */
final class DriveSagas implements Processor<byte[], byte[], byte[], byte[]> {
  private final SagaRules rules;
  private final Incoming incoming;
  private final SagaCounters counters;
  private @Nullable Task task;

  DriveSagas(SagaRules rules, Incoming incoming, SagaCounters counters) {
    this.rules = rules;
    this.incoming = incoming;
    this.counters = counters;
  }

  /** What Kafka Streams hands over when the task starts. */
  private record Task(ProcessorContext<byte[], byte[]> context, SagaStore sagas) {
    void forward(Record<byte[], byte[]> kafkaRecord, Topic topic) {
      context.forward(kafkaRecord, topic.topicName());
    }
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(SagaStore.NAME);
    this.task = new Task(context, new SagaStore(store));
  }

  @Override
  public void process(Record<byte[], byte[]> kafkaRecord) {
    Task here = task;
    if (here == null) {
      throw new IllegalStateException("a record came before init");
    }
    RecordMetadata origin =
        here.context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without an origin"));
    counters.read(origin.topic());
    try {
      Optional<SagaEvent> event =
          incoming.read(kafkaRecord, origin, here.context().currentSystemTimeMs());
      if (event.isPresent()) {
        drive(here, event.get(), kafkaRecord, origin);
      }
    } catch (UnreadableException e) {
      counters.refused(e.reason());
      here.forward(
          RefusedRecord.asDeadLetter(kafkaRecord, origin, e.reason(), e.detail()),
          Topic.DEAD_LETTERS);
    }
  }

  private void drive(
      Task here, SagaEvent event, Record<byte[], byte[]> cause, RecordMetadata origin) {
    SagaState before = here.sagas().get(event.transferId());
    Decision decision = rules.decide(before, event);
    if (decision.state() instanceof SagaState.Remembered after && !after.equals(before)) {
      here.sagas().put(after);
      counters.entered(after);
    }
    decision.ignored().ifPresent(counters::ignored);
    for (Emission emission : decision.emissions()) {
      switch (emission) {
        case Emission.Send send ->
            here.forward(Outgoing.command(send, cause.timestamp()), Topic.LEDGER_COMMANDS);
        case Emission.Publish publish ->
            here.forward(
                Outgoing.result(publish.result(), cause.timestamp()), Topic.TRANSFER_RESULTS);
        case Emission.Refuse refuse -> {
          counters.refused(refuse.reason());
          here.forward(
              RefusedRecord.asDeadLetter(cause, origin, refuse.reason(), refuse.detail()),
              Topic.DEAD_LETTERS);
        }
      }
    }
  }
}
