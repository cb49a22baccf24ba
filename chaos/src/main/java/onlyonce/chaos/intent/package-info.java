/** Intents and what became of each: the classes. */
@NullMarked
package onlyonce.chaos.intent;

import org.jspecify.annotations.NullMarked;
