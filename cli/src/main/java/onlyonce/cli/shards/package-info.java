/** Reads over all shards, and what moving ledger partitions between them would mean. */
@NullMarked
package onlyonce.cli.shards;

import org.jspecify.annotations.NullMarked;
