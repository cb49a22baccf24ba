package onlyonce.chaos.trace;

import java.util.List;
import java.util.UUID;

/**
 * All that is known of one intent, in the order of time.
 *
 * @param wish what it asks for, in words; empty when neither journal nor log tells
 * @param read which part of the log was read
 */
public record Trace(UUID id, String wish, List<Moment> moments, Archive.Span read) {
  public Trace {
    moments = List.copyOf(moments);
  }
}
