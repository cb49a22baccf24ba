@NullMarked
package onlyonce.cli.simulate;

import org.jspecify.annotations.NullMarked;
