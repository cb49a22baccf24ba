@NullMarked
package onlyonce.cli.soak;

import org.jspecify.annotations.NullMarked;
