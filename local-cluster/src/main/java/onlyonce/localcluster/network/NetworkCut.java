package onlyonce.localcluster.network;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whose packets vanish on their way to whom.
 *
 * @param from the ones, by their nodes' names
 * @param to the others; nobody is on both sides
 */
public record NetworkCut(SortedSet<String> from, SortedSet<String> to, Way way) {

  /** Which packets vanish. */
  public enum Way {
    /** From the ones to the others; what the others send arrives. */
    ONE,
    BOTH
  }

  public NetworkCut {
    if (from.isEmpty() || to.isEmpty()) {
      throw new IllegalArgumentException("a cut has two sides: " + from + " and " + to);
    }
    SortedSet<String> both = new TreeSet<>(from);
    both.retainAll(to);
    if (!both.isEmpty()) {
      throw new IllegalArgumentException("on both sides of a cut: " + both);
    }
    from = new TreeSet<>(from);
    to = new TreeSet<>(to);
  }

  public static NetworkCut between(Collection<String> ones, Collection<String> others) {
    return new NetworkCut(new TreeSet<>(ones), new TreeSet<>(others), Way.BOTH);
  }

  public static NetworkCut oneWay(Collection<String> from, Collection<String> to) {
    return new NetworkCut(new TreeSet<>(from), new TreeSet<>(to), Way.ONE);
  }

  public boolean names(String node) {
    return from.contains(node) || to.contains(node);
  }

  /** Such as {@code a, b -> c}. */
  public String inWords() {
    String arrow = way == Way.ONE ? " -> " : " <-> ";
    return String.join(", ", from) + arrow + String.join(", ", to);
  }

  /** Each sender and receiver between whom nothing passes any more. */
  SortedSet<Pair> pairs() {
    SortedSet<Pair> pairs = new TreeSet<>();
    for (String one : from) {
      for (String other : to) {
        pairs.add(new Pair(one, other));
        if (way == Way.BOTH) {
          pairs.add(new Pair(other, one));
        }
      }
    }
    return pairs;
  }

  record Pair(String sender, String receiver) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int order = receiver.compareTo(other.receiver);
      return order != 0 ? order : sender.compareTo(other.sender);
    }
  }
}
