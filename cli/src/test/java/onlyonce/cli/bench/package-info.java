@NullMarked
package onlyonce.cli.bench;

import org.jspecify.annotations.NullMarked;
