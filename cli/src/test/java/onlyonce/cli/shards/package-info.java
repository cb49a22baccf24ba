@NullMarked
package onlyonce.cli.shards;

import org.jspecify.annotations.NullMarked;
