/**
 * Three sites that all accept writes, also while cut off from each other, and what becomes of
 * writes that conflict.
 */
@NullMarked
package onlyonce.cli.lab.conflicts;

import org.jspecify.annotations.NullMarked;
