package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Streams closes a processor and begins again with the same one. */
final class RevivedTaskTest {
  private static final SagaSettings.Log LOG =
      new SagaSettings.Log("test", Sample.SIX, Duration.ofHours(24), RetryPolicy.DEFAULT);

  @Test
  void init_afterClose_leavesOnlyTheNewTaskLooking(@TempDir Path folder) {
    MockProcessorContext<byte[], byte[]> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    context.setCurrentSystemTimeMs(Sample.TIME_MILLIS);
    addStore(context, SagaStore.NAME);
    addStore(context, TaskStore.NAME);
    DriveSagas driver =
        new DriveSagas(
            new SagaRules(LOG.partitioning(), LOG.dedupWindow(), LOG.retries()),
            new Incoming(1),
            LOG,
            new SagaCounters((_, _) -> {}),
            new Backlog(),
            new CommitPace(System::nanoTime, Duration.ofMillis(400)));
    driver.init(context);
    driver.close();
    driver.init(context);

    List<CapturedPunctuator> looks = context.scheduledPunctuators();
    assertThat(looks).extracting(CapturedPunctuator::cancelled).containsExactly(true, false);
    driver.close();
    driver.close();
    assertThat(looks).extracting(CapturedPunctuator::cancelled).containsExactly(true, true);
  }

  private static void addStore(MockProcessorContext<byte[], byte[]> context, String name) {
    KeyValueStore<Bytes, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }
}
