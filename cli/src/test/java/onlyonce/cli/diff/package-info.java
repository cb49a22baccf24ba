@NullMarked
package onlyonce.cli.diff;

import org.jspecify.annotations.NullMarked;
