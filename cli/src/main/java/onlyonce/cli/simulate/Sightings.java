package onlyonce.cli.simulate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each rare thing was seen. */
public final class Sightings {
  private final Map<Sighting, Long> counts = new EnumMap<>(Sighting.class);

  void saw(Sighting sighting) {
    counts.merge(sighting, 1L, Long::sum);
  }

  void add(Sightings others) {
    others.counts.forEach((sighting, count) -> counts.merge(sighting, count, Long::sum));
  }

  /** How often it was seen. */
  public long of(Sighting sighting) {
    return counts.getOrDefault(sighting, 0L);
  }

  /** What was never seen. */
  public List<Sighting> missing() {
    return Arrays.stream(Sighting.values()).filter(each -> of(each) == 0).toList();
  }
}
