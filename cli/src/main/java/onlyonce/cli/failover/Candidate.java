package onlyonce.cli.failover;

import java.util.Comparator;
import java.util.List;

/**
 * What a standby says of itself when one has to be chosen.
 *
 * @param server its name
 * @param inRecovery else it is no standby
 * @param term the highest that it has of its primary. It came with the log, so it tells of which
 *     failovers' history the log is: a standby's own control data name its timeline too late
 * @param position up to where it has received or applied its primary's log, in bytes
 */
record Candidate(String server, boolean inRecovery, long term, long position) {

  /**
   * The one that has come furthest on the latest history.
   *
   * @param answers of the shard's standbys that answered and followed the primary that the map
   *     names
   * @param needed so many must have answered: fewer may all lack an acknowledged commit
   * @throws IllegalStateException when there are fewer
   */
  static Candidate furthest(String shard, List<Candidate> answers, int needed) {
    return enough(shard, answers, needed).stream()
        .max(Comparator.comparingLong(Candidate::term).thenComparingLong(Candidate::position))
        .orElseThrow();
  }

  /**
   * Those of them that are standbys.
   *
   * @throws IllegalStateException when there are fewer
   */
  static List<Candidate> enough(String shard, List<Candidate> answers, int needed) {
    List<Candidate> usable = usable(answers);
    if (usable.size() < needed) {
      throw new IllegalStateException(
          "%s cannot fail over: %d of its standbys must answer, and %d do (%s): with fewer, an acknowledged commit may be on none of them; start the others"
              .formatted(
                  shard, needed, usable.size(), usable.stream().map(Candidate::server).toList()));
    }
    return usable;
  }

  static List<Candidate> usable(List<Candidate> answers) {
    return answers.stream().filter(Candidate::inRecovery).toList();
  }
}
