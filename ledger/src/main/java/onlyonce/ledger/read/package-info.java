/**
 * Reads of accounts from a shard's replicas, each with the consistency that its caller chose.
 * {@link onlyonce.ledger.read.ReadAccount} is the way in.
 */
@NullMarked
package onlyonce.ledger.read;

import org.jspecify.annotations.NullMarked;
