package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The course's example: 10 is written at A and comes to C, not to B. Then 14 is written at B and
 * comes to A and C. At last A's 10 comes to B.
 */
final class CourseExample {
  static final String FIRST = "10";
  static final String SECOND = "14";

  private final Group group;

  CourseExample(Group group) {
    this.group = group;
  }

  /** Who writes the second value. */
  enum SecondWriter {
    /** Who has written the first one, and says so. */
    THE_SAME,
    /** Somebody who knows nothing of the first one. */
    ANOTHER
  }

  /**
   * What came of it, at each site.
   *
   * @param shown when everybody had heard everything
   * @param resolved when a client of C, if it was handed a conflict, had chosen the greatest
   */
  record Outcome(SortedMap<String, List<String>> shown, SortedMap<String, List<String>> resolved) {
    Outcome {
      shown = new TreeMap<>(shown);
      resolved = new TreeMap<>(resolved);
    }

    /** Whether each site shows exactly this. */
    static boolean isEverywhere(SortedMap<String, List<String>> values, String... wanted) {
      return values.values().stream().allMatch(List.of(wanted)::equals);
    }

    /** Whether all sites show the same, whatever it is. */
    boolean isAgreed() {
      return shown.values().stream().distinct().count() == 1;
    }
  }

  Outcome run(String key, SecondWriter writer) throws SQLException, InterruptedException {
    try (SiteClient a = group.client("A");
        SiteClient b = group.client("B");
        SiteClient c = group.client("C")) {
      group.links().cut("A", "B");
      VersionVector known = a.write(key, FIRST, VersionVector.NOTHING);
      group.awaitHeard("A", "C");
      VersionVector context =
          switch (writer) {
            case THE_SAME -> known;
            case ANOTHER -> VersionVector.NOTHING;
          };
      b.write(key, SECOND, context);
      group.awaitHeard("B", "A");
      group.awaitHeard("B", "C");
      group.links().mend("A", "B");
      group.awaitHeard("A", "B");
      SortedMap<String, List<String>> shown = shown(key);
      resolve(key, c);
      group.awaitAllHeard();
      return new Outcome(shown, shown(key));
    }
  }

  private static void resolve(String key, SiteClient client) throws SQLException {
    SiteClient.Reading reading = client.read(key);
    if (reading.isConflict()) {
      String chosen =
          reading.values().stream().max(Comparator.comparingInt(Integer::parseInt)).orElseThrow();
      client.write(key, chosen, reading.context());
    }
  }

  private SortedMap<String, List<String>> shown(String key) throws SQLException {
    SortedMap<String, List<String>> shown = new TreeMap<>();
    for (String site : group.sites()) {
      try (SiteClient client = group.client(site)) {
        shown.put(site, client.read(key).values().stream().sorted().toList());
      }
    }
    return shown;
  }
}
