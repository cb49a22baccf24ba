package onlyonce.messages;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a producer and a processor promise about a command whose sending or applying was disturbed.
 * The weaker two are real too: what teams run today, and the negative controls of every proof.
 */
public enum Semantics {
  /** Nothing is tried again: some are lost, none is applied twice. */
  AT_MOST_ONCE("at-most-once"),

  /** All is tried until it succeeds: none is lost, some are applied twice. */
  AT_LEAST_ONCE("at-least-once"),

  /** All is tried until it succeeds, and recognized when it comes again. */
  EXACTLY_ONCE("exactly-once");

  private final String label;

  Semantics(String label) {
    this.label = label;
  }

  /** The name in options and reports, such as {@code exactly-once}. */
  public String label() {
    return label;
  }

  /** The semantics of that name. */
  public static Optional<Semantics> ofLabel(String label) {
    return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label;
  }
}
