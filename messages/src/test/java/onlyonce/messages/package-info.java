@NullMarked
package onlyonce.messages;

import org.jspecify.annotations.NullMarked;
