@NullMarked
package onlyonce.cli.move;

import org.jspecify.annotations.NullMarked;
