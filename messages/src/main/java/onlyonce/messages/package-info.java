/** The wire: what every client, in any language, must agree on. */
@NullMarked
package onlyonce.messages;

import org.jspecify.annotations.NullMarked;
