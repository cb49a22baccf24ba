package onlyonce.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import onlyonce.cli.bench.SagaJourneys.Spans;
import onlyonce.localcluster.RoleSpec;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;
import onlyonce.messages.Topic;
import onlyonce.saga.SagaSettings;

/**
 * Transfers between ledger partitions from end to end: one orchestrator and one processor as the
 * platform runs them, its own topics, and a ledger on both shards. First as many as they can, then
 * on a schedule, then everything is verified.
 */
final class MeasureSagas {
  private static final String DATABASE = "bench_sagas";
  private static final String SOURCE = "onlyonce/bench";
  private static final List<Integer> SCHEDULES = List.of(1_000, 3_000);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration KEPT_UP = Duration.ofSeconds(2);

  /** What the platform can have in hand without much waiting; more only makes all wait longer. */
  private static final int UNDER_WAY = 10_000;

  /** Two fresh JVMs compile for some seconds at full speed. */
  private static final int WARM_UP_PARTS = 4;

  /** A saga is three commands, and all that lies between them. */
  private static final int COMMANDS_A_SAGA = 6;

  private final Place place;
  private final Books books;
  private final Plan plan;

  /**
   * How much is measured.
   *
   * @param part how many sagas each measured part has
   * @param warmUp how long each schedule runs before that
   * @param scheduled how long each schedule is measured
   */
  record Plan(long seed, int part, int runs, Duration warmUp, Duration scheduled) {
    /** As much work as the other subjects have with so many commands. */
    static Plan of(BenchOptions options) {
      Duration scheduled = options.scheduled();
      return new Plan(
          options.seed(),
          options.commands() / COMMANDS_A_SAGA,
          options.runs(),
          scheduled,
          scheduled);
    }

    private int underWay() {
      return Math.min(UNDER_WAY, part);
    }

    /** JVMs that interpret must not fall behind what they are to compile. */
    private int underWayCold() {
      return Math.max(1, underWay() / 20);
    }
  }

  MeasureSagas(Place place, Books books, Plan plan) {
    this.place = place;
    this.books = books;
    this.plan = plan;
  }

  /** How sagas are measured; reports name it. */
  static Map<String, String> settings() {
    SagaSettings.Recovery recovery = SagaSettings.Recovery.FAST;
    return Map.of(
        "compilers",
        "roles and brokers have the optimizing one, as in a cluster that stays",
        "roles",
        "one orchestrator and one processor",
        "under way at full load",
        "at most " + UNDER_WAY,
        "longest transaction",
        recovery.longestTransaction().toMillis() + " ms",
        "transaction timeout",
        recovery.transactionTimeout().toMillis() + " ms",
        "producer",
        Figures.sorted(SagaLoad.producerProperties()).toString(),
        "reader of results",
        Figures.sorted(WatchResults.consumerProperties()).toString());
  }

  Sagas run() throws InterruptedException {
    place.step("sagas: making databases");
    ShardMap map = place.databases().create(DATABASE, books);
    ShardMapTopic.publish(place.clientProperties(), map, place.clock(), SOURCE);
    List<RoleSpec> roles = place.children().platform(place.cluster());
    CountCosts costs = new CountCosts(place, DATABASE);
    long deadBefore = dead(costs);
    for (RoleSpec role : roles) {
      var _ = place.cluster().startRole(role);
    }
    SagaJourneys journeys = new SagaJourneys();
    SagaStream stream = new SagaStream(books, plan.seed(), place.clock());
    Sagas sagas;
    try (WatchResults _ =
            new WatchResults(place.clientProperties(), books.partitioning().count(), journeys);
        SagaLoad load = new SagaLoad(place.clientProperties(), stream, journeys)) {
      sagas = new Runs(load, journeys, costs, roles).run();
    }
    roles.forEach(role -> place.cluster().stop(role.name()));
    place.step("sagas: verifying");
    verify(map, journeys, dead(costs) - deadBefore);
    place.databases().drop(DATABASE);
    return sagas;
  }

  private void verify(ShardMap map, SagaJourneys journeys, long dead) {
    journeys
        .wrong()
        .ifPresent(
            wrong -> {
              throw new IllegalStateException("the sagas' result is wrong: " + wrong);
            });
    if (journeys.open() > 0 || dead > 0) {
      throw new IllegalStateException(
          "the sagas' result is wrong: %,d have no end, %,d dead letters"
              .formatted(journeys.open(), dead));
    }
    new VerifySagas(map, place.databases().admin())
        .run(
            new VerifySagas.Expected(
                journeys.sent(), books.accounts().stream().mapToLong(List::size).sum()));
  }

  private static long dead(CountCosts costs) {
    return costs.now(0).ends().getOrDefault(Topic.DEAD_LETTERS.topicName(), 0L);
  }

  /** One load after the other. */
  private final class Runs {
    private final SagaLoad load;
    private final SagaJourneys journeys;
    private final CountCosts count;
    private final List<RoleSpec> roles;
    private final Map<String, SagaCosts> costs = new LinkedHashMap<>();

    private Runs(SagaLoad load, SagaJourneys journeys, CountCosts count, List<RoleSpec> roles) {
      this.load = load;
      this.journeys = journeys;
      this.count = count;
      this.roles = roles;
    }

    private Sagas run() throws InterruptedException {
      Rate rate = full();
      List<SagaLatency> latencies = new ArrayList<>();
      for (int perSecond : SCHEDULES) {
        SagaCosts.Counts before = count.now(journeys.ended());
        warmUp(perSecond);
        latencies.add(scheduled(perSecond));
        costs.put(
            Integer.toString(perSecond), SagaCosts.between(before, count.now(journeys.ended())));
      }
      return new Sagas(rate, latencies, costs);
    }

    /** So many under way that nobody ever waits for work, the last part included. */
    private Rate full() throws InterruptedException {
      long warm = (long) plan.part() * WARM_UP_PARTS;
      long last = warm + (long) plan.part() * plan.runs();
      long total = last + plan.underWay();
      List<TakeParts.Seen> seen = new ArrayList<>();
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<?> sending =
            thread.submit(
                () -> {
                  load.keepUnderWay(plan.part(), plan.underWayCold(), Spans.fresh());
                  load.keepUnderWay(total, plan.underWay(), Spans.fresh());
                });
        try {
          seen.addAll(parts(total).run(List.of(warm)));
          SagaCosts.Counts before = count.now(journeys.ended());
          List<Long> borders = new ArrayList<>();
          for (int run = 1; run <= plan.runs(); run++) {
            borders.add(warm + (long) plan.part() * run);
          }
          seen.addAll(parts(total).run(borders));
          costs.put(Sagas.FULL, SagaCosts.between(before, count.now(journeys.ended())));
          sending.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("could not send the transfers", e.getCause());
        } finally {
          thread.shutdownNow();
        }
      }
      drain();
      return TakeParts.rate(seen);
    }

    /**
     * The load goes on into the measured run: after a gap between them the first seconds are those
     * of another warm-up.
     */
    private void warmUp(int perSecond) {
      tell("warm-up", perSecond, plan.warmUp());
      load.onSchedule(perSecond, plan.warmUp(), Spans.fresh());
    }

    private void tell(String what, int perSecond, Duration duration) {
      place.step(
          "sagas, %s: %,d a second for %d s".formatted(what, perSecond, duration.toSeconds()));
    }

    private SagaLatency scheduled(int perSecond) throws InterruptedException {
      tell("latency", perSecond, plan.scheduled());
      Spans spans = Spans.fresh();
      load.onSchedule(perSecond, plan.scheduled(), spans);
      long sent = System.nanoTime();
      long ended = drain();
      return new SagaLatency(
          perSecond,
          ended - sent < KEPT_UP.toNanos() ? Latency.Sustained.YES : Latency.Sustained.NO,
          Latency.Percentiles.of(spans.fromIntent()),
          Latency.Percentiles.of(spans.fromAppend()),
          Latency.Percentiles.of(spans.untilRead()));
    }

    /** Waits until all that were sent have ended, and tells when that was seen. */
    private long drain() throws InterruptedException {
      return parts(journeys.sent()).run(List.of(journeys.sent())).getFirst().nanos();
    }

    private TakeParts parts(long total) {
      LongConsumer progress =
          ended -> place.step("sagas: %,d of %,d ended".formatted(ended, total));
      return new TakeParts(new Ended(journeys), LOOK, this::alive, progress);
    }

    private boolean alive() {
      return roles.stream().allMatch(role -> place.alive(role.name()));
    }
  }

  /** Committed, for a saga, is an end that a reader of committed records has seen. */
  private record Ended(SagaJourneys journeys) implements Committed {
    @Override
    public long read() {
      return journeys.ended();
    }

    @Override
    public void close() {}
  }
}
