/** Hash or range, modulo or ring: measured on the same accounts. */
@NullMarked
package onlyonce.cli.lab.partitioning;

import org.jspecify.annotations.NullMarked;
