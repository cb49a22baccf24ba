/**
 * {@code onlyonce simulate}: sagas, ledger and producers on a simulated log, clock and crash model.
 */
@NullMarked
package onlyonce.cli.simulate;

import org.jspecify.annotations.NullMarked;
