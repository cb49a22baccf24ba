/** The checkers, one file each. */
@NullMarked
package onlyonce.chaos.check;

import org.jspecify.annotations.NullMarked;
