package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;

/** How often each rare thing was seen. */
public final class Sightings {
  private final long[] counts = new long[Sighting.values().length];

  void saw(Sighting sighting) {
    counts[sighting.ordinal()]++;
  }

  void add(Sightings others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
  }

  /** How often it was seen. */
  public long of(Sighting sighting) {
    return counts[sighting.ordinal()];
  }

  /** What was never seen. */
  public List<Sighting> missing() {
    List<Sighting> missing = new ArrayList<>();
    for (Sighting sighting : Sighting.values()) {
      if (of(sighting) == 0) {
        missing.add(sighting);
      }
    }
    return missing;
  }
}
