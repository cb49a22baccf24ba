@NullMarked
package onlyonce.cli.metrics;

import org.jspecify.annotations.NullMarked;
