package onlyonce.processor;

import java.util.UUID;

/**
 * A command and its place in the log.
 *
 * @param partition the ledger partition
 * @param offset of its record
 * @param id from its header {@code ce_id}
 */
public record NewCommand<C>(int partition, long offset, UUID id, C command) {}
