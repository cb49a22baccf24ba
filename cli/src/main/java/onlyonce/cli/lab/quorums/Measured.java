package onlyonce.cli.lab.quorums;

import java.util.List;
import onlyonce.localcluster.Quorums;

/**
 * What readers of one kind saw.
 *
 * @param wanted how many reads there should be at least
 * @param run what happened meanwhile; readers of another kind may have seen it too
 */
record Measured(Quorums quorums, long wanted, CheckReads.Tally tally, Pace pace, Run run) {

  /**
   * How long reads took.
   *
   * @param unanswered reads to which too few replicas answered
   */
  record Pace(double medianMillis, double longestMillis, long unanswered) {}

  /**
   * The course of one run.
   *
   * @param writes payments that were acknowledged
   * @param acknowledged when, in rising order
   * @param longestPauseMillis without one acknowledged payment
   */
  record Run(
      long startNanos,
      long endNanos,
      long writes,
      List<Long> acknowledged,
      double longestPauseMillis,
      List<Inflicted> faults) {
    Run {
      acknowledged = List.copyOf(acknowledged);
      faults = List.copyOf(faults);
    }

    double seconds() {
      return (endNanos - startNanos) / 1e9;
    }

    /** Seconds since it began. */
    double second(long nanos) {
      return (nanos - startNanos) / 1e9;
    }
  }

  /** How the sets are called: Vw, then Vr. */
  String name() {
    return "(%d, %d)%s".formatted(quorums.write(), quorums.read(), isSafe() ? "" : " unsafe");
  }

  boolean isSafe() {
    return quorums.intersect();
  }
}
