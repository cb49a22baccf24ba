package onlyonce.processor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import onlyonce.messages.Semantics;

/**
 * How a processor reaches Kafka and PostgreSQL.
 *
 * @param clientProperties for every Kafka client: {@code bootstrap.servers}, and what security
 *     needs
 * @param groupId the consumer group that shares the ledger partitions out
 * @param topic whose partitions are the ledger partitions
 * @param databaseUser with the rights of {@code onlyonce_apply}
 * @param instance a name for logs; sessions in the database carry it
 * @param semantics what is promised of a command when something fails
 * @param fullBatch a shard's next transaction takes what has come meanwhile; with so many commands
 *     waiting for it no more are polled
 */
public record ProcessorSettings(
    Map<String, Object> clientProperties,
    String groupId,
    String topic,
    String databaseUser,
    String instance,
    Semantics semantics,
    int fullBatch) {
  /** How the names of all processors' database sessions begin. */
  static final String SESSION_PREFIX = "onlyonce:";

  /** How long a broker gathers a trickle. */
  static final Duration FETCH_WAIT = Duration.ofMillis(15);

  private static final int MAX_POLL = 1_000;
  private static final int DEFAULT_FULL_BATCH = 8_000;

  public ProcessorSettings {
    clientProperties = Map.copyOf(clientProperties);
    if (fullBatch < 1) {
      throw new IllegalArgumentException("fullBatch must be at least 1 but is " + fullBatch);
    }
  }

  /** Exactly once, with batches that have proved good. */
  public ProcessorSettings(
      Map<String, Object> clientProperties,
      String groupId,
      String topic,
      String databaseUser,
      String instance) {
    this(
        clientProperties,
        groupId,
        topic,
        databaseUser,
        instance,
        Semantics.EXACTLY_ONCE,
        DEFAULT_FULL_BATCH);
  }

  /** The same with other semantics. */
  public ProcessorSettings with(Semantics wanted) {
    return new ProcessorSettings(
        clientProperties, groupId, topic, databaseUser, instance, wanted, fullBatch);
  }

  /** The same with another size of a full batch. */
  public ProcessorSettings withFullBatch(int commands) {
    return new ProcessorSettings(
        clientProperties, groupId, topic, databaseUser, instance, semantics, commands);
  }

  /** The consumer's settings: a takeover says where to go on, the consumer never decides it. */
  Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("group.id", groupId);
    properties.put("client.id", instance);
    properties.put("group.protocol", "consumer");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", Integer.toString(Math.min(fullBatch, MAX_POLL)));
    // A trickle is gathered for a moment, since what a broker can do is counted in requests; what
    // came in one stroke does not wait.
    properties.put("fetch.min.bytes", "8192");
    properties.put("fetch.max.wait.ms", Long.toString(FETCH_WAIT.toMillis()));
    properties.put("max.poll.interval.ms", "30000");
    properties.put("request.timeout.ms", "5000");
    properties.put("reconnect.backoff.max.ms", "500");
    return properties;
  }

  /** A name that no other processor's database sessions have, 63 characters at most. */
  String newSessionName() {
    String head = SESSION_PREFIX + instance;
    String tail = ":" + UUID.randomUUID().toString().substring(0, 8);
    return head.substring(0, Math.min(head.length(), 63 - tail.length())) + tail;
  }
}
