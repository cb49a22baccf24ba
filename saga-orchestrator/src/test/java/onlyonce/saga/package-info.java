@NullMarked
package onlyonce.saga;

import org.jspecify.annotations.NullMarked;
