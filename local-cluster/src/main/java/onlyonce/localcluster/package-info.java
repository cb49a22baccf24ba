/**
 * Real Kafka brokers, real PostgreSQL servers and other processes on one machine: start, break,
 * mend, end.
 */
@NullMarked
package onlyonce.localcluster;

import org.jspecify.annotations.NullMarked;
