package onlyonce.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import onlyonce.messages.ShardMap;
import onlyonce.saga.RetryPolicy;
import onlyonce.saga.SagaOrchestrator;
import onlyonce.saga.SagaSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One role: a saga orchestrator. */
@Command(
    name = "orchestrator",
    description = "Runs a saga orchestrator: drives transfers between ledger partitions.")
final class OrchestratorCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

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
                SagaSettings.APPLICATION_ID,
                map.partitioning(),
                Duration.ofHours(24),
                RetryPolicy.DEFAULT),
            SagaSettings.Recovery.FAST);
    CountDownLatch end = new CountDownLatch(1);
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
            });
    Role.run(
        () -> {
          orchestrator.start();
          await(end);
          orchestrator.close();
        },
        end::countDown);
    return failed.get() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
