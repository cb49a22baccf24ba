/** The same load and faults under each semantics, side by side. */
@NullMarked
package onlyonce.chaos.compare;

import org.jspecify.annotations.NullMarked;
