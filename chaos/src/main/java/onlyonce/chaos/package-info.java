/** Faults, histories, checkers, reconciliation: what shows that the platform keeps its word. */
@NullMarked
package onlyonce.chaos;

import org.jspecify.annotations.NullMarked;
