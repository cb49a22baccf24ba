package onlyonce.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import onlyonce.cli.metrics.SagaMeters;
import onlyonce.cli.metrics.ServeMetrics;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import onlyonce.saga.EndListener;
import onlyonce.saga.RetryPolicy;
import onlyonce.saga.SagaFigures;
import onlyonce.saga.SagaOrchestrator;
import onlyonce.saga.SagaSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One role: a saga orchestrator. */
@Command(
    name = "orchestrator",
    description = "Runs a saga orchestrator: drives transfers between ledger partitions.")
final class OrchestratorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OrchestratorCommand.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Option(
      names = "--name",
      defaultValue = "orchestrator",
      description = "This instance's name and state folder. Default: orchestrator")
  private String name = "orchestrator";

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where instances keep their state. Default: orchestrators in the home")
  private @Nullable Path stateDir;

  @Option(
      names = "--semantics",
      paramLabel = "SEMANTICS",
      converter = SemanticsConverter.class,
      defaultValue = "exactly-once",
      description = {
        "What the platform promises: under at-most-once no step is ever sent twice.",
        "Default: ${DEFAULT-VALUE}"
      })
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Option(
      names = "--retry-after",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description =
          "How long a step waits for its answer before it is sent again. Default: ${DEFAULT-VALUE}")
  private Duration retryAfter = RetryPolicy.DEFAULT.firstPause();

  @Option(
      names = "--hold-deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "60s",
      description =
          "How long a transfer waits for its hold before it is given up. Default: ${DEFAULT-VALUE}")
  private Duration holdDeadline = RetryPolicy.DEFAULT.holdDeadline();

  @Override
  public Integer call() {
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    SagaSettings settings =
        new SagaSettings(
            kafka.bootstrapServers(),
            kafka.extraProperties(),
            name,
            stateDir != null ? stateDir : kafka.home().path().resolve("orchestrators"),
            new SagaSettings.Log(
                SagaSettings.APPLICATION_ID, map.partitioning(), Duration.ofHours(24), retries()),
            SagaSettings.Recovery.FAST);
    Optional<ServeMetrics> serving = metrics.serve();
    try {
      return run(settings, serving);
    } finally {
      serving.ifPresent(ServeMetrics::close);
    }
  }

  private static int run(SagaSettings settings, Optional<ServeMetrics> serving) {
    CountDownLatch end = new CountDownLatch(1);
    Optional<SagaMeters> meters = serving.map(to -> new SagaMeters(to.registry()));
    EndListener ends = meters.isPresent() ? meters.get() : (_, _) -> {};
    AtomicBoolean failed = new AtomicBoolean();
    AtomicBoolean ready = new AtomicBoolean();
    SagaOrchestrator orchestrator =
        new SagaOrchestrator(
            settings,
            Clock.systemUTC(),
            state -> {
              switch (state) {
                case RUNNING -> {
                  if (ready.compareAndSet(false, true)) {
                    Role.ready();
                  }
                }
                case FAILED -> {
                  failed.set(true);
                  end.countDown();
                }
                case REBALANCING, STOPPING, STOPPED -> {}
              }
            },
            ends);
    meters.ifPresent(to -> to.tell(orchestrator));
    serving.ifPresent(to -> to.tellKafka(orchestrator::kafkaMetrics));
    Role.run(
        () -> {
          orchestrator.start();
          watch(orchestrator, end);
          orchestrator.close();
        },
        end::countDown);
    return failed.get() ? ExitCode.FAILED : ExitCode.OK;
  }

  private RetryPolicy retries() {
    if (semantics == Semantics.AT_MOST_ONCE) {
      return RetryPolicy.NEVER;
    }
    Duration longest = RetryPolicy.DEFAULT.longestPause();
    try {
      return new RetryPolicy(
          retryAfter, retryAfter.compareTo(longest) > 0 ? retryAfter : longest, holdDeadline);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Waits for the end, and says meanwhile when sagas need a person. */
  private static void watch(SagaOrchestrator orchestrator, CountDownLatch end) {
    long parked = 0;
    long slow = 0;
    try {
      while (!end.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        SagaFigures figures = orchestrator.figures();
        if (figures.parked() != parked || figures.slow() != slow) {
          parked = figures.parked();
          slow = figures.slow();
          LOG.info("{} sagas are parked, {} slow; `onlyonce saga list` tells why", parked, slow);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
