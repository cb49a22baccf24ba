package onlyonce.cli.lab.conflicts;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which sites hear which. Cutting a link is what a failed network does, one way at a time. */
final class Links {
  private final Set<Link> cut = ConcurrentHashMap.newKeySet();

  /** One way from site to site. */
  record Link(String from, String to) {}

  void cut(String from, String to) {
    cut.add(new Link(from, to));
  }

  void mend(String from, String to) {
    cut.remove(new Link(from, to));
  }

  /** Every site is alone. */
  void cutAll(Collection<String> sites) {
    for (String from : sites) {
      for (String to : sites) {
        if (!from.equals(to)) {
          cut(from, to);
        }
      }
    }
  }

  void mendAll() {
    cut.clear();
  }

  boolean isCut(String from, String to) {
    return cut.contains(new Link(from, to));
  }

  /** Nobody hears this site. */
  boolean isUnheard(String from, Collection<String> sites) {
    return sites.stream().allMatch(to -> to.equals(from) || isCut(from, to));
  }
}
