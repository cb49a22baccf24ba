package onlyonce.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.ShardMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Latency at a quarter and at three quarters of the engine's rate, in one engine's life. */
final class MeasureLatency {
  private static final String NAME = "engine-latency";
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final double KEPT_UP_SECONDS = 1;

  private final Place place;
  private final Books books;
  private final CommandStream.Origin origin;
  private final Duration measured;

  /**
   * @param measured how long each load is measured
   */
  MeasureLatency(Place place, Books books, CommandStream.Origin origin, Duration measured) {
    this.place = place;
    this.books = books;
    this.origin = origin;
    this.measured = measured;
  }

  /** The producer's settings under load; reports name them. */
  static Map<String, String> producerProperties() {
    return Map.of(
        "acks", "all",
        "enable.idempotence", "true",
        "linger.ms", "20",
        "batch.size", "262144",
        "compression.type", "lz4");
  }

  /**
   * Measures both loads.
   *
   * @param most the engine's rate, records a second
   */
  List<Latency> run(String heap, double most) throws InterruptedException {
    CommandTopic.create(place.admin(), NAME, books.partitioning().count());
    ShardMap map = place.databases().create("bench_latency", books);
    place.start(NAME, heap, SubjectKind.ENGINE, settings(map), 1);
    Journey journey = new Journey(books.partitioning().count());
    CommandStream stream = new CommandStream(NAME, books, Mix.ALL_NEW, origin);
    Map<String, Object> properties = new HashMap<>(place.clientProperties());
    properties.putAll(producerProperties());
    List<Latency> latencies = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        Committed committed = Committed.inDatabases(map, place.databases().admin());
        WatchCommits _ = new WatchCommits(map, place.databases().admin(), journey)) {
      OpenLoad load = new OpenLoad(producer, stream, journey);
      Runs runs = new Runs(load, journey, committed);
      runs.warmUp(most / 4, firstWarmUp());
      latencies.add(runs.run("quarter", most / 4, measured));
      runs.warmUp(most * 3 / 4, measured.dividedBy(5));
      latencies.add(runs.run("three-quarters", most * 3 / 4, measured));
    }
    var _ = place.cluster().stop(NAME);
    var _ =
        new VerifyBooks(map, place.databases().admin())
            .run(
                new VerifyBooks.Expected(
                    stream.distinct(), books.accounts().stream().mapToLong(List::size).sum()));
    place.databases().drop("bench_latency");
    return latencies;
  }

  /** Until all compilers are done: a minute and a half for twenty seconds. */
  private Duration firstWarmUp() {
    return measured.multipliedBy(9).dividedBy(2);
  }

  private SubjectSettings settings(ShardMap map) {
    int accounts = books.accounts().stream().mapToInt(List::size).sum();
    return new SubjectSettings(
        place.clientProperties(),
        NAME,
        "bench-" + NAME,
        map,
        accounts,
        origin,
        1,
        SubjectSettings.OWN_BATCH);
  }

  /** One load after the other, each seen to its last commit. */
  private final class Runs {
    private final OpenLoad load;
    private final Journey journey;
    private final Committed committed;

    private Runs(OpenLoad load, Journey journey, Committed committed) {
      this.load = load;
      this.journey = journey;
      this.committed = committed;
    }

    /**
     * The load goes on into the measured run: after a gap between them the first seconds are those
     * of another warm-up.
     */
    private void warmUp(double perSecond, Duration duration) {
      tell("warm-up", perSecond, duration);
      var _ = load.run(perSecond, duration);
    }

    private void tell(String name, double perSecond, Duration duration) {
      place.step(
          "latency, %s: %,.0f commands a second for %d s"
              .formatted(name, perSecond, duration.toSeconds()));
    }

    private Latency run(String name, double perSecond, Duration duration)
        throws InterruptedException {
      tell(name, perSecond, duration);
      int[] from = journey.sent();
      var _ = load.run(perSecond, duration);
      long ended = System.nanoTime();
      int[] to = journey.sent();
      long all = Arrays.stream(to).asLongStream().sum();
      TakeParts.Seen last =
          new TakeParts(committed, LOOK, () -> place.alive(NAME), _ -> {})
              .run(List.of(all))
              .getFirst();
      // Two looks of the watcher later it has seen the last commit, too.
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      Journey.Histograms histograms = journey.between(from, to);
      boolean keptUp = (last.nanos() - ended) / 1e9 < KEPT_UP_SECONDS;
      return new Latency(
          name,
          perSecond,
          keptUp ? Latency.Sustained.YES : Latency.Sustained.NO,
          Latency.Percentiles.of(histograms.fromAppend()),
          Latency.Percentiles.of(histograms.fromIntent()));
    }
  }
}
