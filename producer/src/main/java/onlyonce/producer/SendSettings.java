package onlyonce.producer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How and where a run sends.
 *
 * @param clientProperties of Kafka's producer: {@code bootstrap.servers} and whatever security
 *     needs. They override this module's tuning, not its guarantees.
 * @param journalDirectory where journals lie, one file for each source
 * @param maxInFlight how many sends may wait for their answer, at least 1
 * @param giveUpAfter how long one send is tried before the run ends with it unknown
 */
public record SendSettings(
    Map<String, Object> clientProperties,
    Routing routing,
    Path journalDirectory,
    int maxInFlight,
    Duration giveUpAfter) {

  /**
   * @throws IllegalArgumentException when a bound is not positive
   */
  public SendSettings {
    clientProperties = Map.copyOf(clientProperties);
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("max in flight must be at least 1 but is " + maxInFlight);
    }
    if (!giveUpAfter.isPositive()) {
      throw new IllegalArgumentException("give up after must be positive but is " + giveUpAfter);
    }
  }

  /** At most 20,000 in flight; a send is tried for two minutes. */
  public static SendSettings of(
      Map<String, Object> clientProperties, Routing routing, Path journalDirectory) {
    return new SendSettings(
        clientProperties, routing, journalDirectory, 20_000, Duration.ofMinutes(2));
  }

  /** Where the journal of a source lies. */
  public Path journalOf(Source source) {
    return journalDirectory.resolve(source.journalName() + ".jsonl");
  }

  /**
   * The properties of an idempotent producer. The client gives up on an attempt after 20 s, on a
   * broker that does not answer after 5 s, so that a frozen broker's partitions find their new
   * leader soon.
   */
  Map<String, Object> producerProperties(Pacing pacing) {
    Map<String, Object> properties = new HashMap<>();
    // Without a pace throughput counts, and larger batches give it; with one, latency.
    properties.put("linger.ms", pacing instanceof Pacing.Unpaced ? 20 : 10);
    properties.put("batch.size", 262_144);
    properties.put("request.timeout.ms", 5_000);
    properties.put("delivery.timeout.ms", 20_000);
    properties.put("max.block.ms", 5_000);
    properties.put("socket.connection.setup.timeout.ms", 2_000);
    properties.put("retry.backoff.ms", 50);
    properties.putAll(clientProperties);
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    return properties;
  }
}
