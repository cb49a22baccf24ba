package onlyonce.saga;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A processor whose transactions end when a pace says so. */
final class CommitInTime implements Processor<byte[], byte[], byte[], byte[]> {
  /** How late the last records before a silence may be committed. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final Processor<byte[], byte[], byte[], byte[]> work;
  private final CommitPace pace;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable Cancellable looking;

  CommitInTime(Processor<byte[], byte[], byte[], byte[]> work, CommitPace pace) {
    this.work = work;
    this.pace = pace;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> begun) {
    work.init(begun);
    context = begun;
    looking = begun.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> commitIfDue(begun));
  }

  @Override
  public void process(Record<byte[], byte[]> kafkaRecord) {
    work.process(kafkaRecord);
    ProcessorContext<byte[], byte[]> begun = context;
    if (begun != null) {
      commitIfDue(begun);
    }
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel();
    }
    looking = null;
    context = null;
    work.close();
  }

  private void commitIfDue(ProcessorContext<byte[], byte[]> begun) {
    if (pace.isDue()) {
      begun.commit();
    }
  }
}
