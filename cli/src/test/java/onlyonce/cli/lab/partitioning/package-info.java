@NullMarked
package onlyonce.cli.lab.partitioning;

import org.jspecify.annotations.NullMarked;
