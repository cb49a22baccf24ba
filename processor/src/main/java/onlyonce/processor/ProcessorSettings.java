package onlyonce.processor;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How a processor reaches Kafka and PostgreSQL.
 *
 * @param clientProperties for every Kafka client: {@code bootstrap.servers}, and what security
 *     needs
 * @param groupId the consumer group that shares the ledger partitions out
 * @param topic whose partitions are the ledger partitions
 * @param databaseUser with the rights of {@code onlyonce_apply}
 * @param instance a name for logs; sessions in the database carry it
 */
public record ProcessorSettings(
    Map<String, Object> clientProperties,
    String groupId,
    String topic,
    String databaseUser,
    String instance) {
  /** How the names of all processors' database sessions begin. */
  static final String SESSION_PREFIX = "onlyonce:";

  public ProcessorSettings {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** The consumer's settings: the database says where to go on, so Kafka's offsets are unused. */
  Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("group.id", groupId);
    properties.put("client.id", instance);
    properties.put("group.protocol", "consumer");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", "4000");
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
