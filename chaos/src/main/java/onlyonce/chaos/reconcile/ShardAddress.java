package onlyonce.chaos.reconcile;

/**
 * Where a shard's rows can be read.
 *
 * @param name such as {@code shard-1}
 * @param jdbcUrl of its primary; a password, where one is needed, stands in it
 * @param user who may read {@code engine} and {@code ledger}
 */
public record ShardAddress(String name, String jdbcUrl, String user) {}
