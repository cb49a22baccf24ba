/**
 * Who is suspected of having failed: heartbeats to databases, detectors that judge them, and a
 * watch that tells. {@link onlyonce.ledger.detection.WatchServers} is the way in.
 */
@NullMarked
package onlyonce.ledger.detection;

import org.jspecify.annotations.NullMarked;
