@NullMarked
package onlyonce.ledger;

import org.jspecify.annotations.NullMarked;
