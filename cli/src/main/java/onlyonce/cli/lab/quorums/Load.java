package onlyonce.cli.lab.quorums;

import java.time.Duration;

/**
 * How much is read and written.
 *
 * @param reads that readers of each kind do at least
 * @param readers of each kind that read at once
 * @param underWay payments that are not acknowledged yet, at most
 * @param linger how long a server stays dead
 * @param phase how long readers may take for a fifth of their reads while something is broken
 * @param seed of what is read and paid, and whom readers ask
 */
public record Load(
    long reads, int readers, int underWay, Duration linger, Duration phase, long seed) {
  public Load {
    if (reads < 1 || readers < 1 || underWay < 1) {
      throw new IllegalArgumentException(
          "%d reads by %d readers, %d payments under way".formatted(reads, readers, underWay));
    }
  }
}
