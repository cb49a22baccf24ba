package onlyonce.localcluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.process.LocalClusterException;

/** The nodes by name, in the order in which they were added. */
final class Nodes {
  private final Map<String, Node> byName = new LinkedHashMap<>();

  synchronized void add(Node node) {
    if (byName.putIfAbsent(node.name(), node) != null) {
      throw new LocalClusterException("there is a node named " + node.name() + " already");
    }
  }

  /** Takes a name again whose earlier process is over. */
  synchronized void addOrReplaceDead(Node node) {
    Node before = byName.get(node.name());
    if (before != null && !before.replaceable()) {
      throw new LocalClusterException(
          "there is a node named " + node.name() + " already: " + before.status().state().label());
    }
    byName.put(node.name(), node);
  }

  synchronized Node get(String name) {
    Node node = byName.get(name);
    if (node == null) {
      throw unknown(name, byName.keySet());
    }
    return node;
  }

  synchronized List<Node> all() {
    return new ArrayList<>(byName.values());
  }

  synchronized void remove(String name) {
    byName.remove(name);
  }

  synchronized void clear() {
    byName.clear();
  }

  static LocalClusterException unknown(String name, Collection<String> known) {
    return new LocalClusterException(
        "no node named " + name + "; there are: " + String.join(", ", known));
  }
}
