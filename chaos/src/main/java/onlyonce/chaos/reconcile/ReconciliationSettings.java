package onlyonce.chaos.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.messages.ShardMap;

/**
 * What to reconcile.
 *
 * @param clientProperties with {@code bootstrap.servers} and whatever security needs
 * @param journals the folder with the producers' journals
 * @param map which shard has which ledger partition, once nothing moves any more
 * @param processorGroup the consumer group whose committed offsets say, under the weaker semantics,
 *     how far the log is processed
 * @param drain how long to wait for intents to end
 * @param replicas all servers of shards that have standbys
 */
public record ReconciliationSettings(
    Map<String, Object> clientProperties,
    Path journals,
    List<ShardAddress> shards,
    ShardMap map,
    String processorGroup,
    Duration drain,
    List<ReplicaAddress> replicas) {

  /** Shards of one server each. */
  public ReconciliationSettings(
      Map<String, Object> clientProperties,
      Path journals,
      List<ShardAddress> shards,
      ShardMap map,
      String processorGroup,
      Duration drain) {
    this(clientProperties, journals, shards, map, processorGroup, drain, List.of());
  }

  public ReconciliationSettings {
    replicas = List.copyOf(replicas);
    clientProperties = Map.copyOf(clientProperties);
    shards = List.copyOf(shards);
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain must not be negative but is " + drain);
    }
  }
}
