package onlyonce.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param ids all when empty
 * @param reason every one when empty
 */
record DeadLetterChoice(Set<String> ids, Optional<DeadLetterReason> reason) {

  /**
   * @throws UsageException when no reason has that name
   */
  static DeadLetterChoice of(List<UUID> ids, @Nullable String reason) {
    return new DeadLetterChoice(
        ids.stream().map(UUID::toString).collect(Collectors.toUnmodifiableSet()),
        reason == null ? Optional.empty() : Optional.of(named(reason)));
  }

  private static DeadLetterReason named(String label) {
    return Arrays.stream(DeadLetterReason.values())
        .filter(reason -> reason.label().equalsIgnoreCase(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no reason is named \"%s\"; there are: %s"
                        .formatted(
                            label,
                            Arrays.stream(DeadLetterReason.values())
                                .map(DeadLetterReason::label)
                                .collect(Collectors.joining(", ")))));
  }

  boolean takes(FoundDeadLetter found) {
    return (ids.isEmpty() || ids.contains(found.id()))
        && (reason.isEmpty() || reason.equals(found.letter().map(DeadLetter::reason)));
  }
}
