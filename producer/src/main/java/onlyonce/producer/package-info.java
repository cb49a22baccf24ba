/** Where commands come from, how they are journalled, and how they are sent. */
@NullMarked
package onlyonce.producer;

import org.jspecify.annotations.NullMarked;
