/** A small sequential model of a ledger partition, written from the rules' text alone. */
@NullMarked
package onlyonce.chaos.model;

import org.jspecify.annotations.NullMarked;
