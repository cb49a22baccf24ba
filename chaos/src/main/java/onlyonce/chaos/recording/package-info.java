/** A whole history in one file, to be checked again later and elsewhere. */
@NullMarked
package onlyonce.chaos.recording;

import org.jspecify.annotations.NullMarked;
