/** Random plans in a row, and what became of each. */
@NullMarked
package onlyonce.cli.soak;

import org.jspecify.annotations.NullMarked;
