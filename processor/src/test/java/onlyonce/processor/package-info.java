@NullMarked
package onlyonce.processor;

import org.jspecify.annotations.NullMarked;
