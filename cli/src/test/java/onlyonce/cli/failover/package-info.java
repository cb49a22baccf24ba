@NullMarked
package onlyonce.cli.failover;

import org.jspecify.annotations.NullMarked;
