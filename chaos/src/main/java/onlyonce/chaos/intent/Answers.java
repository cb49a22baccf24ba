package onlyonce.chaos.intent;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onlyonce.messages.Outcome;

/**
 * The answers that were published, by command: the first one's bytes as a hash, what it says, and
 * whether a later one says otherwise.
 */
public final class Answers {
  private static final int OUTCOME_SHIFT = 48;
  private static final long HASH_BITS = (1L << OUTCOME_SHIFT) - 1;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private final IdTable first = new IdTable();
  private final Set<UUID> disagreeing = new HashSet<>();
  private final Set<UUID> contradicting = new HashSet<>();
  private long published;

  /**
   * Takes one published answer.
   *
   * @param command whose answer it is
   */
  public void publish(UUID command, Outcome outcome, byte[] payload) {
    published++;
    long packed =
        (PayloadHash.of(payload) & HASH_BITS) | ((OUTCOMES.indexOf(outcome) + 1L) << OUTCOME_SHIFT);
    long earlier = first.get(command);
    if (earlier == 0) {
      first.put(command, packed);
    } else if (earlier != packed) {
      disagreeing.add(command);
      if (earlier >>> OUTCOME_SHIFT != packed >>> OUTCOME_SHIFT) {
        contradicting.add(command);
      }
    }
  }

  /** How many answers were published, repeats counted. */
  public long published() {
    return published;
  }

  /** How many commands were answered. */
  public int commands() {
    return first.size();
  }

  /** Whether a command was answered. */
  public boolean has(UUID command) {
    return first.get(command) != 0;
  }

  /** What a command's first answer says. */
  public Optional<Outcome> outcome(UUID command) {
    long packed = first.get(command);
    return packed == 0
        ? Optional.empty()
        : Optional.of(OUTCOMES.get((int) (packed >>> OUTCOME_SHIFT) - 1));
  }

  /** Whether a command's first answer has these bytes. */
  public boolean agrees(UUID command, byte[] payload) {
    return (first.get(command) & HASH_BITS) == (PayloadHash.of(payload) & HASH_BITS);
  }

  /** The commands of which two answers say different things, whatever else differs in them. */
  public Set<UUID> contradicting() {
    return Set.copyOf(contradicting);
  }

  /** The commands that were answered in two ways, to the byte. */
  public Set<UUID> disagreeing() {
    return Set.copyOf(disagreeing);
  }
}
