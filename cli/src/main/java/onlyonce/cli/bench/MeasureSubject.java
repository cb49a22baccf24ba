package onlyonce.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NodeStatus;
import onlyonce.messages.ShardMap;

/** Measures one subject: fresh databases, a process of its own, warm-up, parts, verification. */
final class MeasureSubject {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Place place;
  private final CommandTopic topic;

  /**
   * A subject's turn.
   *
   * @param name also its group's and its process's
   * @param warmUp how many records come before the first part
   * @param part how many records each part has
   */
  record Turn(
      String name, SubjectKind kind, String heap, int batch, int warmUp, int part, int runs) {
    int records() {
      return warmUp + part * runs;
    }

    /** One part alone, by a process of its own. */
    Turn inRound(int round) {
      return new Turn(name + "-" + round, kind, heap, batch, warmUp, part, 1);
    }
  }

  /**
   * What came out.
   *
   * @param bordersMillis when each border was passed, since 1970
   * @param collections of the subject's heap, over its whole life
   * @param resident the most memory that its process had, in bytes
   */
  record Result(
      String name,
      Rate rate,
      List<Long> bordersMillis,
      VerifyBooks.Verified verified,
      List<ChildLog.Collection> collections,
      OptionalLong resident) {

    /** What the best collection of each part left, in MiB. */
    List<Double> heapMibByPart() {
      List<Double> heap = new ArrayList<>();
      for (int part = 1; part < bordersMillis.size(); part++) {
        long from = bordersMillis.get(part - 1);
        long to = bordersMillis.get(part);
        heap.add(
            collections.stream()
                    .filter(c -> c.atMillis() >= from && c.atMillis() < to)
                    .mapToLong(ChildLog.Collection::afterBytes)
                    .min()
                    .orElseThrow(
                        () -> new IllegalStateException("a part saw no collection of the heap"))
                / (double) (1 << 20));
      }
      return heap;
    }
  }

  /** What the read ceiling came to; it has no database to verify. */
  record Read(Rate rate) {}

  MeasureSubject(Place place, CommandTopic topic) {
    this.place = place;
    this.topic = topic;
  }

  /** The read ceiling has no database and takes its own time. */
  Read read(Turn turn) throws InterruptedException {
    ShardMap nowhere = ShardMap.modulo(topic.books().partitioning(), Map.of("none", ""));
    place.start(
        turn.name(),
        turn.heap(),
        turn.kind(),
        settings(turn, nowhere, turn.part()),
        turn.runs() + 1);
    long deadline = System.nanoTime() + DRAIN.toNanos();
    List<Double> readings = List.of();
    while (readings.size() < turn.runs()) {
      if (System.nanoTime() - deadline > 0 || !place.alive(turn.name())) {
        throw new IllegalStateException(turn.name() + " did not read the topic in time");
      }
      TimeUnit.NANOSECONDS.sleep(10 * LOOK.toNanos());
      readings = ChildLog.readings(place.log(turn.name()));
    }
    var _ = place.cluster().stop(turn.name());
    return new Read(new Rate(readings));
  }

  Result run(Turn turn) throws InterruptedException {
    String database = "bench_" + turn.name().replace('-', '_');
    place.step(turn.name() + ": making databases");
    ShardMap map = place.databases().create(database, topic.books());
    SubjectSettings settings = settings(turn, map, turn.records());
    place.start(turn.name(), turn.heap(), turn.kind(), settings, 1);
    List<TakeParts.Seen> seen;
    OptionalLong resident;
    try (Committed committed = committed(turn, map)) {
      TakeParts parts =
          new TakeParts(
              committed,
              LOOK,
              () -> place.alive(turn.name()),
              records ->
                  place.step(
                      "%s: %,d of %,d committed".formatted(turn.name(), records, turn.records())));
      seen = parts.run(borders(turn));
      NodeStatus node = place.cluster().status().node(turn.name());
      Long pid = node.pid();
      resident = pid == null ? OptionalLong.empty() : ChildLog.mostResident(pid);
    }
    var _ = place.cluster().stop(turn.name());
    place.step(turn.name() + ": verifying");
    VerifyBooks.Verified verified = verify(turn, map);
    List<ChildLog.Collection> collections = ChildLog.collections(place.log(turn.name()));
    place.databases().drop(database);
    return new Result(
        turn.name(), TakeParts.rate(seen), millis(seen), verified, collections, resident);
  }

  private List<Long> millis(List<TakeParts.Seen> seen) {
    long now = System.nanoTime();
    long nowMillis = place.clock().millis();
    return seen.stream().map(s -> nowMillis - (now - s.nanos()) / 1_000_000).toList();
  }

  /** Who read all of the topic must have all of it; who read a part, a part without gaps. */
  private VerifyBooks.Verified verify(Turn turn, ShardMap map) {
    boolean all = turn.records() == topic.records();
    long accounts = topic.books().accounts().stream().mapToLong(List::size).sum();
    return new VerifyBooks(map, place.databases().admin())
        .run(new VerifyBooks.Expected(all ? topic.distinct() : 0, accounts));
  }

  private SubjectSettings settings(Turn turn, ShardMap map, int records) {
    return new SubjectSettings(
        place.clientProperties(),
        topic.name(),
        "bench-" + turn.name(),
        map,
        topic.books().accounts().stream().mapToInt(List::size).sum(),
        topic.origin(),
        records,
        turn.batch());
  }

  private Committed committed(Turn turn, ShardMap map) {
    return switch (turn.kind()) {
      case COPY_CEILING, ENGINE -> Committed.inDatabases(map, place.databases().admin());
      case PER_RECORD, PER_POLL, READ_CEILING ->
          Committed.inKafka(place.admin(), "bench-" + turn.name());
    };
  }

  private static List<Long> borders(Turn turn) {
    List<Long> borders = new ArrayList<>();
    for (int run = 0; run <= turn.runs(); run++) {
      borders.add(turn.warmUp() + (long) turn.part() * run);
    }
    return borders;
  }
}
