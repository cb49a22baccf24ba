package onlyonce.cli.lab.failuredetector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import onlyonce.ledger.detection.DetectorSettings;

/**
 * How well one detector did (the measures are those of Chen, Toueg and Aguilera, "On the Quality of
 * Service of Failure Detectors", 2002).
 *
 * @param detectionMillis from each kill to its suspicion, sorted; 0 when it was suspected already
 * @param missed kills: the server was back before it was suspected
 * @param pauses that there were
 * @param pausesSuspected of them: mistakes
 * @param longestTrustedMillis the longest pause that was borne
 * @param outOfTheBlue suspicions of servers that were neither dead nor paused: mistakes too
 * @param mistakenMillis so long living servers were suspected, over all of them
 */
record Score(
    DetectorSettings settings,
    List<Double> detectionMillis,
    int missed,
    int pauses,
    int pausesSuspected,
    double longestTrustedMillis,
    int outOfTheBlue,
    double mistakenMillis) {

  /**
   * A failover within 5 s has to detect within 4: fencing, promotion and the map want the last one.
   */
  static final double IN_TIME_MILLIS = 4_000;

  /** A suspicion so shortly after a pause is still the pause's. */
  private static final long AFTERMATH_NANOS = 50_000_000;

  Score {
    detectionMillis = detectionMillis.stream().sorted().toList();
  }

  int kills() {
    return detectionMillis.size() + missed;
  }

  double medianMillis() {
    return detectionMillis.isEmpty() ? 0 : detectionMillis.get(detectionMillis.size() / 2);
  }

  double longestMillis() {
    return detectionMillis.isEmpty() ? 0 : detectionMillis.getLast();
  }

  /** Detected, but with too little time left for a failover. */
  int late() {
    return (int) detectionMillis.stream().filter(millis -> millis > IN_TIME_MILLIS).count();
  }

  int mistakes() {
    return pausesSuspected + outOfTheBlue;
  }

  /** A detector's score over all servers of a trace. */
  static Score of(DetectorSettings settings, Trace trace) {
    List<Double> detected = new ArrayList<>();
    int missed = 0;
    int pauses = 0;
    int pausesSuspected = 0;
    int outOfTheBlue = 0;
    double trusted = 0;
    double mistaken = 0;
    for (String server : trace.heartbeats().keySet()) {
      List<Replay.Span> spans = Replay.of(settings, trace, server);
      List<Injury> injuries = trace.injuries(server);
      for (Injury injury : injuries) {
        List<Replay.Span> due = spans.stream().filter(span -> meets(span, injury)).toList();
        switch (injury.kind()) {
          case KILL -> {
            if (due.isEmpty()) {
              missed++;
            } else {
              long after = due.getFirst().fromNanos() - injury.fromNanos();
              detected.add(Math.max(0, after / 1e6));
            }
          }
          case PAUSE -> {
            pauses++;
            if (due.isEmpty()) {
              trusted = Math.max(trusted, (injury.toNanos() - injury.fromNanos()) / 1e6);
            } else {
              pausesSuspected++;
            }
          }
        }
      }
      for (Replay.Span span : spans) {
        outOfTheBlue += injuries.stream().noneMatch(injury -> meets(span, injury)) ? 1 : 0;
        mistaken += span.millis() - whileDead(span, injuries);
      }
    }
    return new Score(
        settings, detected, missed, pauses, pausesSuspected, trusted, outOfTheBlue, mistaken);
  }

  private static boolean meets(Replay.Span span, Injury injury) {
    long aftermath = injury.kind() == Injury.Kind.PAUSE ? AFTERMATH_NANOS : 0;
    return span.meets(injury.fromNanos(), injury.toNanos() + aftermath);
  }

  private static double whileDead(Replay.Span span, List<Injury> injuries) {
    Stream<Injury> kills = injuries.stream().filter(injury -> injury.kind() == Injury.Kind.KILL);
    return kills
        .mapToDouble(
            kill ->
                Math.max(
                        0,
                        Math.min(span.toNanos(), kill.toNanos())
                            - Math.max(span.fromNanos(), kill.fromNanos()))
                    / 1e6)
        .sum();
  }
}
