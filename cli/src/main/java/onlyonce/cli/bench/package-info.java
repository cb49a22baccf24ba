/**
 * {@code onlyonce bench}: ceilings, baselines and the engine, measured in one run on one cluster.
 */
@NullMarked
package onlyonce.cli.bench;

import org.jspecify.annotations.NullMarked;
