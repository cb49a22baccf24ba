package onlyonce.cli.lab.conflicts;

/**
 * One write's name: the so-manieth of a key at a site.
 *
 * @param number from 1
 */
record Dot(String site, long number) implements Comparable<Dot> {
  Dot {
    if (number < 1) {
      throw new IllegalArgumentException("a site's writes are numbered from 1, not " + number);
    }
  }

  @Override
  public int compareTo(Dot other) {
    int bySite = site.compareTo(other.site);
    return bySite != 0 ? bySite : Long.compare(number, other.number);
  }
}
