package onlyonce.cli.lab.failuredetector;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recorded heartbeats of several servers, and what was done to them meanwhile, on the clock of
 * {@link System#nanoTime}.
 *
 * @param heartbeats of each server, in order
 */
record Trace(
    long fromNanos, long toNanos, SortedMap<String, List<Long>> heartbeats, List<Injury> injuries) {
  Trace {
    heartbeats = new TreeMap<>(heartbeats);
    injuries = List.copyOf(injuries);
  }

  List<Injury> injuries(String server) {
    return injuries.stream().filter(injury -> injury.server().equals(server)).toList();
  }

  List<Injury> injuries(Injury.Kind kind) {
    return injuries.stream().filter(injury -> injury.kind() == kind).toList();
  }
}
