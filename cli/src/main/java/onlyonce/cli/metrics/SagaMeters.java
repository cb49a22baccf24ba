package onlyonce.cli.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult.End;
import onlyonce.saga.EndListener;
import onlyonce.saga.Ignored;
import onlyonce.saga.SagaFigures;
import onlyonce.saga.SagaOrchestrator;

/**
 * An orchestrator's figures as meters. Each exists from the beginning, so that the first event is
 * seen as a change from 0.
 */
public final class SagaMeters implements EndListener {
  private static final List<String> WAITING =
      List.of("Holding", "Crediting", "Settling", "Releasing");

  /** From what a sound saga takes to what nobody should wait for. */
  private static final Duration[] BUCKETS =
      millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

  private final MeterRegistry registry;
  private final Map<String, Timer> durations = new HashMap<>();

  public SagaMeters(MeterRegistry registry) {
    this.registry = registry;
    for (End end : End.values()) {
      durations.put(
          end.label(),
          Timer.builder("onlyonce.saga.duration")
              .description("From the transfer's id to the saga's end")
              .tag("end", end.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  @Override
  public void ended(String end, long ageMillis) {
    Timer timer = durations.get(end);
    if (timer != null) {
      timer.record(ageMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells the figures of an orchestrator, for as long as it is referenced elsewhere. */
  public void tell(SagaOrchestrator orchestrator) {
    now(orchestrator);
    count(orchestrator, "onlyonce.sagas.started", "Sagas begun", SagaFigures::started);
    for (End end : End.values()) {
      FunctionCounter.builder(
              "onlyonce.sagas.ended", orchestrator, o -> get(o.figures().entered(), end.label()))
          .description("Sagas ended, by their end")
          .tag("end", end.label())
          .register(registry);
    }
    count(
        orchestrator,
        "onlyonce.transfers.posted",
        "Transfers within one ledger partition, sent on as a Post",
        figures -> get(figures.entered(), "Posted"));
    for (String state : WAITING) {
      FunctionCounter.builder(
              "onlyonce.saga.retries", orchestrator, o -> get(o.figures().retried(), state))
          .description("Steps sent again under their id, by the saga's state")
          .tag("state", state)
          .register(registry);
    }
    for (Ignored kind : Ignored.values()) {
      FunctionCounter.builder(
              "onlyonce.saga.ignored", orchestrator, o -> get(o.figures().ignored(), kind.label()))
          .description("Replies, starts and requests that changed nothing, by why")
          .tag("kind", kind.label())
          .register(registry);
    }
    records(orchestrator);
  }

  private void now(SagaOrchestrator orchestrator) {
    for (String state : SagaFigures.OPEN_STATES) {
      Gauge.builder(
              "onlyonce.sagas.open", orchestrator, o -> get(o.figures().open().byState(), state))
          .description("Sagas that have not ended, by their state")
          .tag("state", state)
          .register(registry);
    }
    gauge(
        orchestrator, "onlyonce.sagas.parked", "Sagas that wait for a person", SagaFigures::parked);
    gauge(
        orchestrator,
        "onlyonce.sagas.slow",
        "Sagas that wait for an answer for five seconds or longer",
        SagaFigures::slow);
    gauge(
        orchestrator,
        "onlyonce.saga.tasks.uncounted",
        "Tasks that still look for what their former owners left: open sagas are more than told",
        figures -> figures.open().uncountedTasks());
  }

  private void records(SagaOrchestrator orchestrator) {
    for (Topic topic : List.of(Topic.TRANSFERS, Topic.LEDGER_OUTCOMES)) {
      FunctionCounter.builder(
              "onlyonce.saga.records",
              orchestrator,
              o -> get(o.figures().read(), topic.topicName()))
          .description("Records read, by topic")
          .tag("topic", topic.topicName())
          .register(registry);
    }
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      FunctionCounter.builder(
              "onlyonce.saga.refused",
              orchestrator,
              o -> get(o.figures().refused(), reason.label()))
          .description("Records that became dead letters, by reason")
          .tag("reason", reason.label())
          .register(registry);
    }
    count(
        orchestrator,
        "onlyonce.saga.queued",
        "Steps that were due, but known to wait for their turn, so not sent again",
        SagaFigures::queued);
    count(
        orchestrator,
        "onlyonce.sagas.forgotten",
        "Ended sagas that left the dedup window",
        SagaFigures::forgotten);
  }

  private void count(
      SagaOrchestrator orchestrator,
      String name,
      String description,
      ToLongFunction<SagaFigures> figure) {
    FunctionCounter.builder(name, orchestrator, o -> figure.applyAsLong(o.figures()))
        .description(description)
        .register(registry);
  }

  private void gauge(
      SagaOrchestrator orchestrator,
      String name,
      String description,
      ToLongFunction<SagaFigures> figure) {
    Gauge.builder(name, orchestrator, o -> figure.applyAsLong(o.figures()))
        .description(description)
        .register(registry);
  }

  private static long get(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  static Duration[] millis(long... millis) {
    return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
