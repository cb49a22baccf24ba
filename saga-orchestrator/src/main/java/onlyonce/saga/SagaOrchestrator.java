package onlyonce.saga;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the transfers between ledger partitions to their end: {@link SagaRules} on Kafka Streams,
 * {@code exactly_once_v2}. Any number of instances share the work; each record's decision, its
 * commands and its new state are one Kafka transaction, so an instance may die at any moment.
 */
public final class SagaOrchestrator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SagaOrchestrator.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final SagaSettings settings;
  private final InstantSource clock;
  private final Consumer<OrchestratorState> listener;
  private final SagaCounters counters;
  private volatile @Nullable KafkaStreams streams;

  /**
   * @param listener told of every change; it is called by Kafka Streams' threads and must return at
   *     once
   */
  public SagaOrchestrator(
      SagaSettings settings, InstantSource clock, Consumer<OrchestratorState> listener) {
    this(settings, clock, listener, (_, _) -> {});
  }

  /**
   * @param listener told of every change; it is called by Kafka Streams' threads and must return at
   *     once
   * @param ends told of every saga's end; likewise
   */
  public SagaOrchestrator(
      SagaSettings settings,
      InstantSource clock,
      Consumer<OrchestratorState> listener,
      EndListener ends) {
    this.counters = new SagaCounters(ends);
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Checks the topics and begins; the listener hears when it is {@link OrchestratorState#RUNNING}.
   *
   * @throws IllegalStateException when started before, or when the topics are missing or do not fit
   *     the partition function
   */
  public synchronized void start() {
    if (streams != null) {
      throw new IllegalStateException(settings.instance() + " was started before");
    }
    Properties admin = new Properties();
    admin.putAll(settings.clientProperties());
    admin.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    LogShape shape = LogShape.read(admin);
    shape.check(settings.log().partitioning());
    CommitPace pace = new CommitPace(System::nanoTime, settings.recovery().longestTransaction());
    KafkaStreams starting =
        new KafkaStreams(
            SagaTopology.build(settings.log(), shape.sagaPartitions(), counters, pace),
            StreamsProperties.of(settings),
            new PacedClients(pace));
    starting.setUncaughtExceptionHandler(new ReplaceThread(clock));
    starting.setStateListener((now, _) -> tell(now));
    streams = starting;
    starting.start();
  }

  /** What this instance did since it was made. */
  public SagaFigures figures() {
    return counters.snapshot();
  }

  /** What Kafka Streams and its clients tell of themselves; nothing before the start. */
  public Map<MetricName, ? extends Metric> kafkaMetrics() {
    KafkaStreams running = streams;
    return running == null ? Map.of() : running.metrics();
  }

  /** Ends the open transaction, leaves the group and waits, at most ten seconds. */
  @Override
  public synchronized void close() {
    KafkaStreams running = streams;
    if (running == null) {
      return;
    }
    boolean closed =
        running.close(
            CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    if (!closed) {
      LOG.warn("{} did not close within {}", settings.instance(), CLOSE_TIMEOUT);
    }
  }

  private void tell(KafkaStreams.State state) {
    switch (state) {
      case CREATED, REBALANCING -> listener.accept(OrchestratorState.REBALANCING);
      case RUNNING -> listener.accept(OrchestratorState.RUNNING);
      case PENDING_SHUTDOWN -> listener.accept(OrchestratorState.STOPPING);
      case NOT_RUNNING -> listener.accept(OrchestratorState.STOPPED);
      case PENDING_ERROR, ERROR -> listener.accept(OrchestratorState.FAILED);
    }
  }
}
