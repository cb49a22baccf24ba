package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.Test;

/** What a running processor tells of its work. */
@SharedCluster
final class ToldWorkIT {
  private static final int PARTITIONS = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Adds up what it is told. */
  private static final class Sums implements ProcessorListener {
    private final LongAdder commands = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder takeovers = new LongAdder();
    private final LongAdder transactionsWithoutTime = new LongAdder();

    @Override
    public void committed(String shard, CommittedBatch batch) {
      commands.add(batch.commands());
      duplicates.add(batch.duplicates());
      refused.add(batch.refused());
      if (batch.nanos() <= 0 || batch.records() == 0) {
        transactionsWithoutTime.increment();
      }
    }

    @Override
    public void failed(String shard) {}

    @Override
    public void ownershipLost(String shard) {
      lost.increment();
    }

    @Override
    public void tookOver(String shard, int partitions) {
      takeovers.add(partitions);
    }
  }

  @Test
  void work_ofAllKinds_isToldWithItsNumbers(TestScope scope) throws Exception {
    Sums sums = new Sums();
    try (CounterPlatform platform =
            CounterPlatform.create(
                scope.bootstrapServers(),
                scope.name("told"),
                CounterShards.create(scope.shards(), PARTITIONS));
        RunningProcessor running =
            new RunningProcessor(
                platform.settings("told"), platform.shards().map(), platform.handler(), sums)) {
      Processor<Count> processor = running.processor();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        UUID id = platform.send(partition, new Count("told", 1));
        platform.send(partition, id, new Count("told", 1));
        platform.send(partition, id, new Count("told", 2));
      }
      platform.awaitCaughtUp();
      assertThat(sums.takeovers.sum()).isEqualTo(PARTITIONS);
      assertThat(sums.commands.sum()).isEqualTo(PARTITIONS);
      assertThat(sums.duplicates.sum()).isEqualTo(PARTITIONS);
      assertThat(sums.refused.sum()).isEqualTo(PARTITIONS);
      assertThat(sums.lost.sum()).isZero();
      await("all published").atMost(DEADLINE).until(() -> processor.unpublished() == 0);
      assertThat(processor.kafkaMetrics().keySet())
          .anyMatch(name -> name.name().equals("records-consumed-total"))
          .anyMatch(name -> name.name().equals("record-send-total"));

      platform.shards().execute(0, "UPDATE engine.progress SET owner = gen_random_uuid()");
      platform.send(0, new Count("told", 1));
      platform.awaitCaughtUp();
      assertThat(sums.lost.sum()).isEqualTo(1);
      assertThat(sums.commands.sum()).isEqualTo(PARTITIONS + 1);
      assertThat(sums.takeovers.sum()).isGreaterThan(PARTITIONS);
      assertThat(sums.transactionsWithoutTime.sum()).isZero();
    }
  }
}
