package onlyonce.cli.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlyonce.processor.CommittedBatch;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorListener;

/** What a processor does, as meters of each shard. */
public final class ProcessorMeters implements ProcessorListener {
  private static final double[] SIZES = {1, 10, 100, 500, 1_000, 2_000, 4_000, 8_000, 16_000};
  private static final Duration[] BUCKETS =
      SagaMeters.millis(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000);

  private final MeterRegistry registry;
  private final Map<String, Shard> shards = new ConcurrentHashMap<>();

  /** One shard's meters. */
  private record Shard(
      Counter commands,
      Counter duplicates,
      Counter refused,
      Counter failures,
      Counter ownershipLost,
      Counter takeovers,
      DistributionSummary batches,
      Timer transactions) {}

  /**
   * @param shards by name: told from the beginning, others once something is to tell
   */
  public ProcessorMeters(MeterRegistry registry, Collection<String> shards) {
    this.registry = registry;
    shards.forEach(shard -> this.shards.put(shard, register(shard)));
  }

  private Shard register(String shard) {
    return new Shard(
        counter(shard, "commands", "New commands judged and committed"),
        counter(shard, "duplicates", "Commands that came again and were answered as before"),
        counter(shard, "refused", "Records that became dead letters"),
        counter(shard, "failures", "Transactions that failed, or whose fate was unknown"),
        counter(shard, "ownership.refusals", "Transactions refused since another had taken over"),
        counter(shard, "takeovers", "Ledger partitions taken over"),
        DistributionSummary.builder("onlyonce.processor.batch.size")
            .description("Records of the log in one committed transaction")
            .tag("shard", shard)
            .serviceLevelObjectives(SIZES)
            .register(registry),
        Timer.builder("onlyonce.processor.transaction")
            .description("How long committed transactions took, decisions included")
            .tag("shard", shard)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
  }

  private Counter counter(String shard, String name, String description) {
    return Counter.builder("onlyonce.processor." + name)
        .description(description)
        .tag("shard", shard)
        .register(registry);
  }

  /** Tells how far a processor is behind, for as long as it is referenced elsewhere. */
  public void tell(Processor<?> processor) {
    Gauge.builder("onlyonce.processor.outcomes.unpublished", processor, Processor::unpublished)
        .description("Committed records from the first whose outcome Kafka did not acknowledge")
        .register(registry);
  }

  @Override
  public void committed(String shard, CommittedBatch batch) {
    with(
        shard,
        meters -> {
          meters.commands.increment(batch.commands());
          meters.duplicates.increment(batch.duplicates());
          meters.refused.increment(batch.refused());
          meters.batches.record(batch.records());
          meters.transactions.record(batch.nanos(), TimeUnit.NANOSECONDS);
        });
  }

  @Override
  public void failed(String shard) {
    with(shard, meters -> meters.failures.increment());
  }

  @Override
  public void ownershipLost(String shard) {
    with(shard, meters -> meters.ownershipLost.increment());
  }

  @Override
  public void tookOver(String shard, int partitions) {
    with(shard, meters -> meters.takeovers.increment(partitions));
  }

  private void with(String shard, Consumer<Shard> count) {
    count.accept(shards.computeIfAbsent(shard, this::register));
  }
}
