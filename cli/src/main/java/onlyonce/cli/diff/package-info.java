/** What got better or worse from one run to another. */
@NullMarked
package onlyonce.cli.diff;

import org.jspecify.annotations.NullMarked;
