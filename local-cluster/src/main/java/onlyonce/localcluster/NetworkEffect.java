package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import onlyonce.localcluster.network.NetworkCut;

/**
 * What an operation on the network did, as the kernels of the nodes' namespaces told afterwards.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "effect")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NetworkEffect.Severed.class, name = "severed"),
  @JsonSubTypes.Type(value = NetworkEffect.Healed.class, name = "healed")
})
public sealed interface NetworkEffect {
  NetworkCut cut();

  /** The observation in words. */
  String observed();

  /**
   * @param millis until all of it was in force
   */
  record Severed(NetworkCut cut, long millis) implements NetworkEffect {
    @Override
    public String observed() {
      return "%s: packets vanish, after %d ms".formatted(cut.inWords(), millis);
    }
  }

  /**
   * @param millis until all of it was taken back
   */
  record Healed(NetworkCut cut, long millis) implements NetworkEffect {
    @Override
    public String observed() {
      return "%s: packets arrive again, after %d ms".formatted(cut.inWords(), millis);
    }
  }
}
