package onlyonce.processor;

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

  public ProcessorSettings {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** A name that no other processor's database sessions have, 63 characters at most. */
  String newSessionName() {
    String head = "onlyonce:" + instance;
    String tail = ":" + UUID.randomUUID().toString().substring(0, 8);
    return head.substring(0, Math.min(head.length(), 63 - tail.length())) + tail;
  }
}
