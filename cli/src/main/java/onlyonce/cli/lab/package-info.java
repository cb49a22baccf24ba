/** Experiments: one concept of distributed systems each, measured on the real system. */
@NullMarked
package onlyonce.cli.lab;

import org.jspecify.annotations.NullMarked;
