/** The composition root: commands, configuration, and the wiring of all modules. */
@NullMarked
package onlyonce.cli;

import org.jspecify.annotations.NullMarked;
