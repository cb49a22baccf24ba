package onlyonce.chaos.fault;

import java.util.Optional;

/** A fault that was injected: what it does to the system, and how it is mended. */
public interface Wound {
  /** The node that was hit. */
  String target();

  /** What was seen of the node itself: its exit signal, its state. */
  String struck();

  /** The effect on the rest of the system, read from there; empty until it shows. */
  Optional<String> observe();

  /** Mends it, and waits until that is seen. Returns what was seen. */
  String heal();

  /**
   * What must be seen once it is mended; empty until it shows.
   *
   * @throws PromiseBrokenException when something is seen that must never be
   */
  Optional<String> observeHealed();
}
