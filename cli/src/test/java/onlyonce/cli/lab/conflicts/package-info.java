@NullMarked
package onlyonce.cli.lab.conflicts;

import org.jspecify.annotations.NullMarked;
