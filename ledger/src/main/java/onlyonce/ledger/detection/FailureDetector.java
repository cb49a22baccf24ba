package onlyonce.ledger.detection;

import java.util.Optional;

/**
 * Judges from one server's heartbeats whether it has failed. Pure: time is an argument, nanoseconds
 * of one monotonic clock. A suspicion is no fact: no detector can tell a dead server from a slow
 * one (Fischer, Lynch and Paterson 1985; Chandra and Toueg 1996). Not safe for use by several
 * threads.
 */
public interface FailureDetector {

  /** The server answered. One that is not later than the last one changes nothing. */
  void heartbeat(long nanos);

  /**
   * What speaks against the server now; nothing while it is trusted. A heartbeat withdraws it.
   *
   * @param nanos not before the last heartbeat
   */
  Optional<Suspicion> suspicion(long nanos);
}
