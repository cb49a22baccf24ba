package onlyonce.chaos.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a plan beside the load. Faults of one lane come one after the other, each healed before the
 * next; those of different lanes may overlap, so that a slow restart holds nothing else up.
 */
public final class RunPlan {
  private final InflictFault inflict;
  private final Clock clock;
  private final Consumer<FaultRecord> listener;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param listener hears of every fault once it is healed, from several threads
   */
  public RunPlan(InflictFault inflict, Clock clock, Consumer<FaultRecord> listener) {
    this.inflict = inflict;
    this.clock = clock;
    this.listener = listener;
  }

  /** How many faults of the running plan still wait for their turn. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Runs to the plan's end. A fault whose turn only comes when the load phase is over is recorded
   * as one that hit nothing.
   *
   * @param loadStart when the load phase began
   * @param loadIsOver tells whether it has ended
   * @throws InterruptedException when interrupted; what was wounded is healed by then
   */
  public List<FaultRecord> run(Plan plan, Instant loadStart, BooleanSupplier loadIsOver)
      throws InterruptedException {
    waiting.set(plan.steps().size());
    Map<String, List<Plan.Step>> lanes =
        plan.steps().stream()
            .collect(
                Collectors.groupingBy(
                    step -> step.fault().lane(), LinkedHashMap::new, Collectors.toList()));
    List<Callable<List<FaultRecord>>> work = new ArrayList<>();
    lanes.values().forEach(steps -> work.add(() -> lane(steps, loadStart, loadIsOver)));
    List<FaultRecord> records = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Future<List<FaultRecord>> lane : threads.invokeAll(work)) {
        records.addAll(lane.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fault could not be run", e.getCause());
    }
    records.sort(Comparator.comparing(FaultRecord::at));
    return List.copyOf(records);
  }

  private List<FaultRecord> lane(
      List<Plan.Step> steps, Instant loadStart, BooleanSupplier loadIsOver)
      throws InterruptedException {
    List<FaultRecord> records = new ArrayList<>();
    for (Plan.Step step : steps) {
      long wait = Duration.between(clock.instant(), loadStart.plus(step.after())).toMillis();
      if (wait > 0) {
        TimeUnit.MILLISECONDS.sleep(wait);
      }
      waiting.decrementAndGet();
      FaultRecord happened =
          loadIsOver.getAsBoolean()
              ? tooLate(step.fault(), clock.instant())
              : inflict.inflict(step.fault());
      records.add(happened);
      listener.accept(happened);
    }
    return records;
  }

  private static FaultRecord tooLate(Fault fault, Instant now) {
    return new FaultRecord(
        fault.kind(),
        fault.aim(),
        now,
        Optional.of(now),
        "the load phase was over before its turn; lengthen --duration",
        false,
        0);
  }
}
