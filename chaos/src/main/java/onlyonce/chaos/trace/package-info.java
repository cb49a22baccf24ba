/** One intent's whole story, from its journal to its end, across processes. */
@NullMarked
package onlyonce.chaos.trace;

import org.jspecify.annotations.NullMarked;
