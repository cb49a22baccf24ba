/** Rows into PostgreSQL in bulk. */
@NullMarked
package onlyonce.postgrescopy;

import org.jspecify.annotations.NullMarked;
