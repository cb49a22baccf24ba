/** Reconciliation: one pass over journals, log and databases, and its drain. */
@NullMarked
package onlyonce.chaos.reconcile;

import org.jspecify.annotations.NullMarked;
