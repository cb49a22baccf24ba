package onlyonce.chaos.report;

import java.util.UUID;
import onlyonce.chaos.intent.IntentClass;

/**
 * An intent that did not come to what was promised.
 *
 * @param story what was seen of it, in words
 * @param remedy what to do about it
 */
public record BadIntent(UUID id, IntentClass intentClass, String story, String remedy) {}
