package onlyonce.cli.bench;

import java.util.Map;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;

/**
 * What a subject works on.
 *
 * @param clientProperties for every Kafka client
 * @param topic whose partitions are the ledger partitions
 * @param group the consumer group, whose committed offsets tell how far a baseline has come
 * @param accounts how many take part
 * @param origin of the stream of commands
 * @param records how many records there are
 * @param batch how many records a poll or a transaction may have, or {@link #OWN_BATCH}
 */
record SubjectSettings(
    Map<String, Object> clientProperties,
    String topic,
    String group,
    ShardMap map,
    int accounts,
    CommandStream.Origin origin,
    int records,
    int batch) {
  /** The database user of everything that is measured. */
  static final String USER = "onlyonce_apply";

  /** The engine decides how large its batches are. */
  static final int OWN_BATCH = 0;

  SubjectSettings {
    clientProperties = Map.copyOf(clientProperties);
    if (batch < 0 || records < 1) {
      throw new IllegalArgumentException(
          "nothing to measure: " + records + " records in batches of " + batch);
    }
  }

  Partitioning partitioning() {
    return map.partitioning();
  }
}
