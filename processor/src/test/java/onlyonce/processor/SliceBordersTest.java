package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a record comes to depends on its log alone: the same random logs, cut into slices and
 * transactions anyhow, give the same decisions. The database is a map here.
 */
final class SliceBordersTest {
  private static final int LOGS = 80;
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 60;
  private static final List<String> KINDS =
      List.of("applied", "again", "ConflictsWithEarlier", "Expired", "MissingHeader");

  @Test
  void decisions_anyBorders_areTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      List<LogBuilder> logs = randomLogs(random);
      List<String> whole = new Run(logs, false).all(() -> RECORDS);
      seen.addAll(whole);
      assertThat(new Run(logs, false).all(() -> 1)).as("seed %d, log %d", seed, i).isEqualTo(whole);
      assertThat(new Run(logs, false).all(() -> random.nextInt(0, 9)))
          .as("seed %d, log %d", seed, i)
          .isEqualTo(whole);
    }
    for (String kind : KINDS) {
      assertThat(seen).as("seed %d", seed).anyMatch(decision -> decision.contains(kind));
    }
  }

  /** The control: an engine whose clock begins anew with every slice is found out. */
  @Test
  void decisions_clockForgottenBetweenSlices_differ() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < LOGS; i++) {
      List<LogBuilder> logs = randomLogs(random);
      List<String> whole = new Run(logs, true).all(() -> RECORDS);
      List<String> cut = new Run(logs, true).all(() -> 1);
      if (!refusals(cut).equals(refusals(whole))) {
        found++;
      }
    }
    assertThat(found).as("seed %d", seed).isGreaterThan(LOGS / 10);
  }

  private static List<String> refusals(List<String> decisions) {
    return decisions.stream().filter(decision -> decision.contains("not judged")).toList();
  }

  private static List<LogBuilder> randomLogs(Random random) {
    List<LogBuilder> logs = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      LogBuilder log = new LogBuilder(partition);
      Duration now = Duration.ZERO;
      for (int i = 0; i < RECORDS; i++) {
        now = now.plusMinutes(random.nextInt(120));
        log.appendedAt(now.plusMinutes(random.nextInt(-30, 30)));
        addRandom(log, now, random);
      }
      logs.add(log);
    }
    return logs;
  }

  private static void addRandom(LogBuilder log, Duration now, Random random) {
    // Few different ids and keys, so that repeats, conflicts and expired ones are common.
    int number = random.nextInt(12);
    Duration idTime = Duration.ofHours(now.toHours() - random.nextInt(25));
    UUID id = LogBuilder.id(idTime, number);
    switch (random.nextInt(12)) {
      case 0 -> log.marker();
      case 1 -> log.garbage("garbage");
      case 2 -> log.configure(id, 1, Duration.ofHours(random.nextInt(1, 48)));
      case 3 -> log.configure(id, random.nextInt(8) == 0 ? 2 : 1, Duration.ofHours(6));
      case 4, 5 -> log.count(id, "k" + number, 0);
      default -> log.count(id, "k" + number % 3, 1 + random.nextInt(2));
    }
  }

  /** How long the next slice is, in offsets. */
  private interface Borders {
    int next();
  }

  /** An engine without Kafka and PostgreSQL around the real reading and sorting. */
  private static final class Run {
    private final ReadSlice<Count> reader = new ReadSlice<>(new CounterHandler("outcomes"));
    private final CounterHandler handler = new CounterHandler("outcomes");
    private final List<LogBuilder> logs;
    private final boolean forgetful;
    private final Map<Integer, Progress> progress = new TreeMap<>();
    private final Map<Dedup.Key, Dedup.Known> processed = new HashMap<>();
    private final Map<String, Long> totals = new HashMap<>();
    private final Map<String, String> decisions = new TreeMap<>();
    private int stopped;

    Run(List<LogBuilder> logs, boolean forgetful) {
      this.logs = logs;
      this.forgetful = forgetful;
      for (int p = 0; p < logs.size(); p++) {
        progress.put(p, new Progress(p, 0, 0, LogBuilder.FRESH));
      }
    }

    List<String> all(Borders borders) {
      while (stopped < logs.size()) {
        stopped = 0;
        List<Entry<Count>> entries = new ArrayList<>();
        for (int p = 0; p < logs.size(); p++) {
          entries.addAll(next(p, borders.next()));
        }
        commit(entries);
      }
      List<String> all = new ArrayList<>(decisions.values());
      progress.values().forEach(reached -> all.add(reached.toString()));
      totals.forEach((key, total) -> all.add(key + "=" + total));
      all.sort(null);
      return all;
    }

    private List<Entry<Count>> next(int partition, int length) {
      LogBuilder log = logs.get(partition);
      Progress from = progress.get(partition);
      if (from == null || from.nextOffset() == log.end()) {
        stopped++;
        return List.of();
      }
      if (forgetful) {
        from = new Progress(partition, from.nextOffset(), 0, LogBuilder.FRESH);
      }
      var reading = reader.read(log.slice(from, Math.min(log.end(), from.nextOffset() + length)));
      if (reading.stoppedBy().isPresent()) {
        stopped++;
      }
      progress.put(partition, reading.to());
      return reading.entries();
    }

    private void commit(List<Entry<Count>> entries) {
      Dedup<Count> dedup = new Dedup<>(entries, processed);
      List<Reply> replies = new ArrayList<>();
      for (Entry.Candidate<Count> entry : dedup.fresh()) {
        NewCommand<Count> command = entry.asNew();
        String key = command.partition() + command.command().key();
        long total = totals.merge(key, command.command().amount(), Long::sum);
        Reply reply = handler.reply(command, total);
        replies.add(reply);
        decide(entry, "applied", reply);
        if (entry.remembered()) {
          processed.put(
              new Dedup.Key(command.partition(), entry.id()),
              Dedup.Known.stored(entry.payloadHash(), reply));
        }
      }
      dedup.repeats().forEach(repeat -> decide(repeat.entry(), "again", repeat.reply(replies)));
      for (Entry.Refused<Count> refused : dedup.refused()) {
        put(refused, refused.reason().label() + " " + refused.detail());
      }
    }

    private void decide(Entry<Count> entry, String how, Reply reply) {
      put(entry, how + " " + new String(reply.payload(), UTF_8));
    }

    private void put(Entry<Count> entry, String decision) {
      String place = entry.partition() + "/" + entry.offset();
      String before = decisions.put(place, place + " " + decision);
      assertThat(before).as("record %s was decided twice", place).isNull();
    }
  }
}
