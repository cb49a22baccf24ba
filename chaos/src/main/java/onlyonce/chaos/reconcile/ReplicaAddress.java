package onlyonce.chaos.reconcile;

import onlyonce.chaos.history.ReplicaReading;

/**
 * Where one of a shard's servers can be read.
 *
 * @param server its name, such as {@code shard-1-standby-1}
 * @param user who may read {@code engine} and {@code ledger}
 */
public record ReplicaAddress(
    String shard, String server, ReplicaReading.Role role, String jdbcUrl, String user) {}
