package onlyonce.producer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import onlyonce.messages.Semantics;

/**
 * How and where a run sends.
 *
 * @param clientProperties of Kafka's producer: {@code bootstrap.servers} and whatever security
 *     needs. They override this module's tuning, not its guarantees.
 * @param journalDirectory where journals lie, one file for each source
 * @param semantics what is promised about a send that is disturbed
 * @param maxInFlight how many sends may wait for their answer, at least 1
 * @param giveUpAfter how long one send is tried before the run ends with it unknown
 */
public record SendSettings(
    Map<String, Object> clientProperties,
    Routing routing,
    Path journalDirectory,
    Semantics semantics,
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

  /** Exactly once, at most 20,000 in flight; a send is tried for two minutes. */
  public static SendSettings of(
      Map<String, Object> clientProperties, Routing routing, Path journalDirectory) {
    return new SendSettings(
        clientProperties,
        routing,
        journalDirectory,
        Semantics.EXACTLY_ONCE,
        20_000,
        Duration.ofMinutes(2));
  }

  /** The same under other semantics. */
  public SendSettings under(Semantics other) {
    return new SendSettings(
        clientProperties, routing, journalDirectory, other, maxInFlight, giveUpAfter);
  }

  /** Where the journal of a source lies. */
  public Path journalOf(Source source) {
    return journalDirectory.resolve(source.journalName() + ".jsonl");
  }

  /**
   * The properties of the producer that the semantics ask for. The client gives up on an attempt
   * after 20 s, on a broker that does not answer after 5 s, so that a frozen broker's partitions
   * find their new leader soon.
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
    promise(properties);
    return properties;
  }

  private void promise(Map<String, Object> properties) {
    switch (semantics) {
      case AT_MOST_ONCE -> {
        properties.put("acks", "0");
        properties.put("retries", 0);
        properties.put("enable.idempotence", false);
      }
      case AT_LEAST_ONCE -> {
        properties.put("acks", "all");
        properties.put("retries", Integer.MAX_VALUE);
        properties.put("enable.idempotence", false);
      }
      case EXACTLY_ONCE -> {
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        // A batch that overtakes another on its way to a new leader is refused there for long.
        properties.put("max.in.flight.requests.per.connection", 1);
      }
    }
  }
}
