package onlyonce.cli.diff;

import java.util.List;

/**
 * Where a field stands in its document.
 *
 * @param parts the names on the way to it; one may hold any character
 */
public record FieldName(List<String> parts) {
  public FieldName {
    parts = List.copyOf(parts);
  }

  /** Whether a pattern, such as {@code latency_ms * p50} or {@code settings **}, fits. */
  boolean matches(String pattern) {
    List<String> wanted = List.of(pattern.split(" "));
    boolean open = wanted.getLast().equals("**");
    int named = open ? wanted.size() - 1 : wanted.size();
    if (open ? parts.size() <= named : parts.size() != named) {
      return false;
    }
    for (int i = 0; i < named; i++) {
      if (!wanted.get(i).equals("*") && !wanted.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return String.join(" ", parts);
  }
}
