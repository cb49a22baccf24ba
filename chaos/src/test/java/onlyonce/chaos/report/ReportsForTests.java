package onlyonce.chaos.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.LeftOut;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.InputCounts;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Damage.Harm;
import onlyonce.messages.Semantics;

/** Reports as a run might give them. */
public final class ReportsForTests {
  static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private ReportsForTests() {}

  static Report valid() {
    Map<IntentClass, Long> classes = new EnumMap<>(IntentClass.class);
    classes.put(IntentClass.APPLIED, 29_388L);
    classes.put(IntentClass.REJECTED, 612L);
    return of(
        classes,
        0,
        List.of(
            new CheckResult(
                "something-seen", Verdict.VALID, "30,000 intents, 61,024 commands, 224 accounts"),
            new CheckResult(
                "conservation",
                Verdict.VALID,
                "48 sums of balances and postings, by ledger partition and currency (EUR, USD), are"
                    + " zero"),
            new CheckResult(
                "faults-bit",
                Verdict.VALID,
                "5 faults, each with its effect observed while commands were open")),
        List.of());
  }

  static Report invalid() {
    Map<IntentClass, Long> classes = new EnumMap<>(IntentClass.class);
    classes.put(IntentClass.APPLIED, 29_380L);
    classes.put(IntentClass.REJECTED, 612L);
    classes.put(IntentClass.LOST, 3L);
    classes.put(IntentClass.DUPLICATED, 5L);
    UUID id = new UUID(0x0199f0b0c0007000L, 0x8000000000000007L);
    return of(
        classes,
        2,
        List.of(
            new CheckResult(
                "conservation",
                Verdict.INVALID,
                "ledger partition 0: balances in EUR sum to +5 minor units instead of 0; all"
                    + " balances in EUR together: +5 minor units instead of 0"),
            new CheckResult(
                "faults-bit",
                Verdict.UNKNOWN,
                "kill of broker-9 hit nothing: no running process broker-9 of role broker"),
            new CheckResult("something-seen", Verdict.VALID, "30,000 intents")),
        List.of(
            new BadIntent(
                id,
                IntentClass.LOST,
                "300 EUR from <script>alert(1)</script> to bob & co: acknowledged, in the log;"
                    + " debited 0 times",
                "onlyonce trace " + id,
                Optional.of(new Blame.OnFault(2, faults().get(1), AT.plusMillis(16_600)))),
            new BadIntent(
                new UUID(0x0199f0b0c0007000L, 0x8000000000000008L),
                IntentClass.DUPLICATED,
                "20 EUR from carol to dave: debited 2 times, credited 2 times",
                "pay back",
                Optional.of(new Blame.OnNoFault("none had begun by then")))));
  }

  /** A run of 10,000 intents under some semantics, with the first so many of the faults. */
  public static Report under(
      Semantics semantics, Map<IntentClass, Long> bad, List<CheckResult> checks, int someFaults) {
    Map<IntentClass, Long> classes = new EnumMap<>(IntentClass.class);
    classes.putAll(bad);
    classes.put(
        IntentClass.APPLIED, 10_000 - bad.values().stream().mapToLong(Long::longValue).sum());
    SortedMap<String, Money> money = new TreeMap<>();
    money.put("EUR", new Money(bad.getOrDefault(IntentClass.DUPLICATED, 0L) * 250, 0, 0));
    money.put("JPY", new Money(0, bad.getOrDefault(IntentClass.LOST, 0L) * 250, 0));
    RunContext run =
        new RunContext(
            semantics,
            7,
            faults().subList(0, someFaults),
            "./onlyonce demo --seed 7 --semantics " + semantics,
            new TreeMap<>(Map.of("cores", "2")));
    return new Report(
        run,
        AT.plusSeconds(95),
        new InputCounts(10_000, 10_000, 0, 0, 0, 0),
        10_000,
        classes,
        0,
        4_000,
        new DeadLetterCounts(0, 0),
        money,
        new Judgement(checks, List.of()),
        612,
        new Latency(74, 2_904, 5_020, 9_900),
        new ResultGaps(0, 0, 0),
        new Damage(List.of(), List.of(), Harm.NONE),
        timeline());
  }

  private static Report of(
      Map<IntentClass, Long> classes,
      long unexpected,
      List<CheckResult> checks,
      List<BadIntent> bad) {
    boolean harmed = !bad.isEmpty();
    Semantics semantics = harmed ? Semantics.AT_MOST_ONCE : Semantics.EXACTLY_ONCE;
    List<LeftOut> leftOut =
        harmed ? List.of(new LeftOut("model-agrees", "the engine keeps no rows")) : List.of();
    Damage damage =
        harmed
            ? new Damage(
                bad,
                List.of(Harm.NONE, new Harm(3, 4), Harm.NONE, Harm.NONE, Harm.NONE),
                new Harm(0, 1))
            : new Damage(bad, Collections.nCopies(5, Harm.NONE), Harm.NONE);
    SortedMap<String, Money> money = new TreeMap<>();
    money.put("EUR", new Money(unexpected * 500, 0, 0));
    money.put("USD", new Money(0, 0, 0));
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("java", "25.0.1");
    environment.put("processors", "2");
    environment.put("brokers", "3 × Kafka 4.3.1");
    RunContext run =
        new RunContext(
            semantics,
            7,
            faults(),
            "./onlyonce demo --seed 7 --duration 60s --plan default",
            environment);
    return new Report(
        run,
        AT.plusSeconds(95),
        new InputCounts(30_930, 30_000, 900, 20, 0, 10),
        30_000,
        classes,
        unexpected,
        9_412,
        new DeadLetterCounts(20, 3),
        money,
        new Judgement(checks, leftOut),
        1_017,
        new Latency(62, 2_310, 4_120, 29_800),
        new ResultGaps(3_412, AT.plusMillis(38_100).toEpochMilli(), 7_803),
        damage,
        timeline());
  }

  private static List<FaultRecord> faults() {
    return List.of(
        fault(
            "kill",
            "broker-2",
            6,
            9.2,
            "ended by signal 9; new leaders: ledger-commands-1 at broker-3, ledger-commands-4 at"
                + " broker-1; ready again after 3120 ms",
            true),
        fault(
            "kill",
            "processor-1",
            17,
            21.1,
            "ended by signal 9; processor-2 took ledger partitions [0, 2, 4]; ready again after"
                + " 1890 ms",
            true),
        fault(
            "pause",
            "processor-2",
            28,
            31.4,
            "1 process(es) in state T; processor-1 took ledger partitions [1, 3, 5]; 1 process(es)"
                + " resumed; running again",
            true),
        fault(
            "kill",
            "orchestrator-1",
            38,
            43,
            "ended by signal 9; its 14 partitions went to orchestrator-2; ready again after 2412"
                + " ms",
            true),
        fault("kill", "shard-9", 49, 49, "no running process shard-9 of role database", false));
  }

  private static FaultRecord fault(
      String kind, String target, double at, double healed, String observed, boolean bit) {
    return new FaultRecord(
        kind,
        target,
        AT.plusMillis(Math.round(at * 1000)),
        Optional.of(AT.plusMillis(Math.round(healed * 1000))),
        observed,
        bit,
        bit ? 128 : 0);
  }

  private static List<TimelinePoint> timeline() {
    List<TimelinePoint> points = new ArrayList<>();
    for (int i = 0; i < 124; i++) {
      boolean dip = (i > 12 && i < 17) || (i > 34 && i < 39) || (i > 56 && i < 61);
      long ended = dip ? i % 3 * 20L : 230 + (i * 37L) % 60 + (i % 17 == 0 ? 300 : 0);
      long slowest = dip ? 2_000 + i * 11L : 90 + (i * 13L) % 70;
      points.add(new TimelinePoint(AT.toEpochMilli() + i * 500L, ended, slowest));
    }
    return points;
  }
}
