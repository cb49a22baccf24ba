package onlyonce.chaos.report;

import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.intent.IntentClass;

/**
 * An intent that did not come to what was promised.
 *
 * @param story what was seen of it, in words
 * @param remedy what to do about it
 * @param blame the fault that it lies at, for lost and duplicated ones
 */
public record BadIntent(
    UUID id, IntentClass intentClass, String story, String remedy, Optional<Blame> blame) {}
