@NullMarked
package onlyonce.ledger.read;

import org.jspecify.annotations.NullMarked;
