/** The page "exactly once in 30 lines", compiled and run: it sees the engine as its users do. */
@NullMarked
package onlyonce.processor.example;

import org.jspecify.annotations.NullMarked;
