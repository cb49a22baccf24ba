/** What long-running roles tell of themselves, for Prometheus. Only here is Micrometer known. */
@NullMarked
package onlyonce.cli.metrics;

import org.jspecify.annotations.NullMarked;
