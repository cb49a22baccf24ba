/** Faults, each with inject, observe and heal, and the plans that order them. */
@NullMarked
package onlyonce.chaos.plan;

import org.jspecify.annotations.NullMarked;
