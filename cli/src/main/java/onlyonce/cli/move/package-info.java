/**
 * Ledger partitions on their way from one shard to another, while money moves.
 *
 * @see <a href="../../../../../../../docs/decisions/0046-the-map-commits-a-move.md">what a crash
 *     leaves at each step, and what its successor does</a>
 */
@NullMarked
package onlyonce.cli.move;

import org.jspecify.annotations.NullMarked;
