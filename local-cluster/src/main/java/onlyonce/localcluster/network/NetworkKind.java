package onlyonce.localcluster.network;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the nodes of a cluster reach each other. */
public enum NetworkKind {
  /** All on 127.0.0.1, each with ports of its own. */
  LOOPBACK,
  /** Each in a network namespace with an address of its own, so that any of them can be cut off. */
  NAMESPACES;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
