package onlyonce.cli.bench;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one saga costs on average.
 *
 * @param log entries of Kafka's logs by topic, the markers of transactions included
 * @param databaseCommits PostgreSQL's commits, of all shards
 */
record SagaCosts(SortedMap<String, Double> log, double databaseCommits) {

  /**
   * How far everything has come at one moment.
   *
   * @param ends the sum of each topic's end offsets
   * @param commits of the shards' databases so far
   * @param sagas that have ended
   */
  record Counts(Map<String, Long> ends, long commits, long sagas) {}

  /**
   * What came in between, for each saga.
   *
   * @throws IllegalArgumentException when no saga ended meanwhile
   */
  static SagaCosts between(Counts before, Counts after) {
    double sagas = after.sagas() - before.sagas();
    if (sagas <= 0) {
      throw new IllegalArgumentException("no saga ended, so none has a price");
    }
    SortedMap<String, Double> log = new TreeMap<>();
    after
        .ends()
        .forEach(
            (topic, end) -> {
              long entries = end - before.ends().getOrDefault(topic, 0L);
              if (entries > 0) {
                log.put(topic, entries / sagas);
              }
            });
    return new SagaCosts(log, (after.commits() - before.commits()) / sagas);
  }

  double entries() {
    return log.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
