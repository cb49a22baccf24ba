/**
 * Failover: {@link onlyonce.cli.failover.FailOver} makes a standby its shard's primary, {@link
 * onlyonce.cli.failover.ReturnAbandoned} makes the old one a standby, {@link
 * onlyonce.cli.failover.Watch} does both by itself.
 */
@NullMarked
package onlyonce.cli.failover;

import org.jspecify.annotations.NullMarked;
