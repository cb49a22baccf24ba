@NullMarked
package onlyonce.ledger.detection;

import org.jspecify.annotations.NullMarked;
