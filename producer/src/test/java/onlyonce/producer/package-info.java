@NullMarked
package onlyonce.producer;

import org.jspecify.annotations.NullMarked;
