/**
 * Double entry: pure rules that decide, a store that loads, decides and writes in bulk, the schema
 * and small reads.
 */
@NullMarked
package onlyonce.ledger;

import org.jspecify.annotations.NullMarked;
