package onlyonce.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import onlyonce.cli.bench.MeasureSubject.Result;
import onlyonce.cli.bench.MeasureSubject.Turn;
import org.jspecify.annotations.Nullable;

/** What is measured in which order, and how much of it. */
final class Agenda {
  private static final String PROCESSOR_HEAP = "256m";
  private static final int COPY_BATCH = 4_000;
  private static final int POLL_BATCH = 10_000;
  private static final int RECORD_BATCH = 500;
  private static final List<Integer> OTHER_BATCHES = List.of(500, 2_000);
  private static final int OTHER_PARTITIONS = 12;

  /** A fresh JVM compiles for some seconds at full speed. */
  private static final int WARM_UP_PARTS = 4;

  private static final int RECORD_WARM_UP = 4_000;
  private static final int RECORD_PART = 10_000;
  private static final int TENTHS = 10;
  private static final int ENDURANCE_WARM_UP = 300_000;

  /** The ceiling's rows lie ready in memory, with what an object costs. */
  private static final int COPY_BYTES_A_COMMAND = 1_500;

  private final Place place;
  private final BenchOptions options;
  private final Map<String, Rate> rates = new LinkedHashMap<>();
  private final Map<String, Rate> sensitivity = new LinkedHashMap<>();
  private final Map<String, Map<String, Long>> rowBytes = new LinkedHashMap<>();
  private List<Latency> latencies = List.of();
  private Figures.@Nullable Memory memory;
  private Figures.@Nullable Endurance endurance;
  private @Nullable Sagas sagas;

  Agenda(Place place, BenchOptions options) {
    this.place = place;
    this.options = options;
  }

  Figures figures(
      SortedMap<String, SortedMap<String, String>> settings,
      SortedMap<String, String> environment) {
    return new Figures(
        rates,
        sensitivity,
        latencies,
        Optional.ofNullable(memory),
        Optional.ofNullable(endurance),
        Optional.ofNullable(sagas),
        rowBytes,
        settings,
        environment);
  }

  /** How the processes of the subjects run; reports name it. */
  static Map<String, String> settings() {
    return Map.of(
        "heap", PROCESSOR_HEAP + ", copy-ceiling as its rows need",
        "collector", "Serial",
        "copy-ceiling", COPY_BATCH + " commands a transaction and shard",
        "per-poll", "polls of " + POLL_BATCH + ", one thread and transaction a shard",
        "per-record", "one statement and transaction a record, one thread a shard",
        "engine", "one processor for both shards, its own batches",
        "engine-hot-account", "one account in all commands: one ledger partition, one shard");
  }

  void run() throws InterruptedException {
    if (options.endurance()) {
      endurance();
      return;
    }
    ratesAndLatency();
    if (options.wantsSagas()) {
      sagas();
    }
  }

  private void ratesAndLatency() throws InterruptedException {
    compared();
    variant("engine-resent-100", Mix.RESENT_100);
    variant("engine-hot-account", Mix.HOT_ACCOUNT);
    if (options.wants("sensitivity")) {
      int partitions =
          options.partitions() == OTHER_PARTITIONS ? OTHER_PARTITIONS / 2 : OTHER_PARTITIONS;
      CommandTopic topic = fill("other-partitions", Mix.ALL_NEW, partitions, records(part()));
      sensitivity.put(
          partitions + " partitions",
          measure(topic, engine("engine-other-partitions", part())).rate());
      topic.delete(place.admin());
    }
    Rate engine = rates.get("engine");
    if (options.wants("latency") && engine != null) {
      latencies =
          new MeasureLatency(place, books(options.partitions()), origin(), options.scheduled())
              .run(PROCESSOR_HEAP, engine.median());
    }
  }

  /** Transfers between ledger partitions, by the platform's own roles. */
  private void sagas() throws InterruptedException {
    Sagas found =
        new MeasureSagas(place, books(options.partitions()), MeasureSagas.Plan.of(options)).run();
    rates.put("sagas", found.rate());
    sagas = found;
    place.display().say("sagas: %,.0f a second, verified".formatted(found.rate().median()));
  }

  /**
   * Ceilings, baselines and the engine read the very same records; what is sent again has its own.
   */
  private void compared() throws InterruptedException {
    boolean reads = options.wants("read-ceiling");
    boolean batches = options.wants("sensitivity");
    List<Turn> turns = new ArrayList<>(List.of(copy(), perRecord(), perPoll()));
    turns.add(engine("engine", options.commands()));
    turns.removeIf(turn -> !options.wants(turn.name()));
    boolean resends = options.wants("engine-resent-5");
    if (turns.isEmpty() && !reads && !batches && !resends) {
      return;
    }
    CommandTopic allNew =
        fill("new", Mix.ALL_NEW, options.partitions(), records(options.commands()));
    rehearse(allNew);
    if (reads) {
      Turn turn = turn("read-ceiling", SubjectKind.READ_CEILING, POLL_BATCH, options.commands());
      rates.put(turn.name(), new MeasureSubject(place, allNew).read(turn).rate());
    }
    List<Entrant> onAllNew = turns.stream().map(turn -> new Entrant(turn, allNew)).toList();
    List<Entrant> onResent = resends ? List.of(resent()) : List.of();
    inRounds(Stream.concat(onAllNew.stream(), onResent.stream()).toList());
    onResent.forEach(entrant -> entrant.topic().delete(place.admin()));
    if (batches) {
      batches(allNew);
    }
    allNew.delete(place.admin());
  }

  /** A round reads all of the topic: only then is it known how many records are distinct. */
  private Entrant resent() {
    Turn turn = engine("engine-resent-5", options.commands());
    int read = turn.inRound(1).records();
    return new Entrant(turn, fill(turn.name(), Mix.RESENT_5, options.partitions(), read));
  }

  /** Who is measured on which records. */
  private record Entrant(Turn turn, CommandTopic topic) {}

  /**
   * Each once a round, in processes of their own: brokers that go on compiling and a machine that
   * others share meet all alike. Measured in a row, what came last was up to a third faster.
   */
  private void inRounds(List<Entrant> entrants) throws InterruptedException {
    for (int round = 1; round <= options.runs(); round++) {
      for (Entrant entrant : entrants) {
        String name = entrant.turn().name();
        Result result = measure(name, entrant.topic(), entrant.turn().inRound(round));
        rates.merge(name, result.rate(), Rate::and);
        if (name.equals("engine")) {
          Figures.Memory found = Figures.Memory.of(result);
          memory = memory == null ? found : memory.most(found);
        }
      }
    }
  }

  /** Nobody's figures: brokers and databases compile and cache what all subjects will use. */
  private void rehearse(CommandTopic topic) throws InterruptedException {
    var _ = new MeasureSubject(place, topic).run(engine("rehearsal", options.commands()));
  }

  private void batches(CommandTopic topic) throws InterruptedException {
    for (int batch : OTHER_BATCHES) {
      Turn turn = turn("engine-batch-" + batch, SubjectKind.ENGINE, batch, part());
      sensitivity.put("batches of " + batch, measure(topic, turn).rate());
    }
  }

  private void variant(String name, Mix mix) throws InterruptedException {
    if (!options.wants(name)) {
      return;
    }
    int part = part();
    // Of what is all sent twice, the first half is new.
    int warmUp = part * (mix == Mix.RESENT_100 ? options.runs() : WARM_UP_PARTS);
    CommandTopic topic = fill(name, mix, options.partitions(), warmUp + part * options.runs());
    Turn turn =
        new Turn(
            name,
            SubjectKind.ENGINE,
            PROCESSOR_HEAP,
            SubjectSettings.OWN_BATCH,
            warmUp,
            part,
            options.runs());
    rates.put(name, measure(topic, turn).rate());
    topic.delete(place.admin());
  }

  /** Very many commands through one engine, whose rate and heap are told by tenths. */
  private void endurance() throws InterruptedException {
    int part = options.commands() / TENTHS;
    CommandTopic topic =
        fill("endurance", Mix.ALL_NEW, options.partitions(), ENDURANCE_WARM_UP + part * TENTHS);
    Turn turn =
        new Turn(
            "engine-endurance",
            SubjectKind.ENGINE,
            PROCESSOR_HEAP,
            SubjectSettings.OWN_BATCH,
            ENDURANCE_WARM_UP,
            part,
            TENTHS);
    Result result = measure(topic, turn);
    rates.put(turn.name(), result.rate());
    memory = Figures.Memory.of(result);
    endurance = new Figures.Endurance((long) part * TENTHS, result.rate(), result.heapMibByPart());
  }

  private Turn copy() {
    long heapMib = 256 + (long) records(options.commands()) * COPY_BYTES_A_COMMAND / (1 << 20);
    return new Turn(
        "copy-ceiling",
        SubjectKind.COPY_CEILING,
        heapMib + "m",
        COPY_BATCH,
        options.commands(),
        options.commands(),
        options.runs());
  }

  private Turn perRecord() {
    return new Turn(
        "per-record",
        SubjectKind.PER_RECORD,
        PROCESSOR_HEAP,
        RECORD_BATCH,
        RECORD_WARM_UP,
        Math.min(RECORD_PART, options.commands()),
        options.runs());
  }

  private Turn perPoll() {
    return turn("per-poll", SubjectKind.PER_POLL, POLL_BATCH, options.commands());
  }

  private Turn engine(String name, int part) {
    return turn(name, SubjectKind.ENGINE, SubjectSettings.OWN_BATCH, part);
  }

  private Turn turn(String name, SubjectKind kind, int batch, int part) {
    return new Turn(name, kind, PROCESSOR_HEAP, batch, part * WARM_UP_PARTS, part, options.runs());
  }

  /** Variants are compared with each other, so they may be shorter. */
  private int part() {
    return options.commands() * 2 / 3;
  }

  private int records(int part) {
    return part * (options.runs() + WARM_UP_PARTS);
  }

  private Result measure(CommandTopic topic, Turn turn) throws InterruptedException {
    return measure(turn.name(), topic, turn);
  }

  /**
   * @param name under which the rows are told, whatever the turn's process is named
   */
  private Result measure(String name, CommandTopic topic, Turn turn) throws InterruptedException {
    Result result = new MeasureSubject(place, topic).run(turn);
    rowBytes.put(name, result.verified().rowBytes());
    place
        .display()
        .say("%s: %,.0f a second, verified".formatted(turn.name(), result.rate().median()));
    return result;
  }

  private CommandTopic fill(String name, Mix mix, int partitions, int records) {
    return CommandTopic.fill(
        place.admin(),
        place.clientProperties(),
        new CommandTopic.Wish("bench-" + name, mix, books(partitions), origin(), records),
        place.display()::step);
  }

  private Books books(int partitions) {
    return Books.of(options.accounts(), partitions);
  }

  private CommandStream.Origin origin() {
    return new CommandStream.Origin(options.seed(), place.clock().millis());
  }
}
