package onlyonce.cli.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Kafka clients' own metrics, read when Prometheus asks. Streams, partitions and nodes come and go,
 * and their metrics with them, under one name with other labels: a binder that registers each of
 * them would have to follow, and a registry that wants equal labels would leave some out.
 *
 * <p>Names are those that Micrometer's binder gives: {@code kafka_}, the group without {@code
 * -metrics}, the metric's name; so {@code kafka_consumer_fetch_manager_records_lag_max}.
 */
final class CollectKafka implements MultiCollector {
  private static final String TOTAL = "-total";
  private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_]");

  private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;

  CollectKafka(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
    this.metrics = metrics;
  }

  /** Metrics of one name. */
  private record Family(boolean counts, String help, Map<Labels, Double> values) {}

  @Override
  public MetricSnapshots collect() {
    Map<String, Family> families = new TreeMap<>();
    metrics.get().forEach((name, metric) -> add(families, name, metric));
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.forEach(
        (name, family) -> {
          if (family.counts) {
            CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name);
            family.values.forEach(
                (labels, value) ->
                    counter.dataPoint(
                        CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
            all.metricSnapshot(counter.help(family.help).build());
          } else {
            GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name);
            family.values.forEach(
                (labels, value) ->
                    gauge.dataPoint(
                        GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
            all.metricSnapshot(gauge.help(family.help).build());
          }
        });
    return all.build();
  }

  private static void add(Map<String, Family> families, MetricName name, Metric metric) {
    // Texts are no numbers, and means of nothing are none either.
    if (!(metric.metricValue() instanceof Number number) || Double.isNaN(number.doubleValue())) {
      return;
    }
    boolean counts = name.name().endsWith(TOTAL) && number.doubleValue() >= 0;
    String last =
        counts ? name.name().substring(0, name.name().length() - TOTAL.length()) : name.name();
    String group = name.group().replaceFirst("-metrics$", "");
    Family family =
        families.computeIfAbsent(
            legal("kafka_" + group + "_" + last),
            _ -> new Family(counts, name.description(), new HashMap<>()));
    if (family.counts == counts) {
      family.values.put(labels(name), number.doubleValue());
    }
  }

  private static Labels labels(MetricName name) {
    Labels.Builder labels = Labels.builder();
    name.tags().forEach((tag, value) -> labels.label(legal(tag), value));
    return labels.build();
  }

  /** The name with what Prometheus always takes. */
  private static String legal(String name) {
    return ILLEGAL.matcher(name).replaceAll("_");
  }
}
