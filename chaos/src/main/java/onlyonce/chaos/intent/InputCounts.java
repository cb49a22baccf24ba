package onlyonce.chaos.intent;

/**
 * The lines of the sources by what they were; they add up.
 *
 * @param suppressed would have sent an id again, which at-most-once forbids
 */
public record InputCounts(
    long lines, long intents, long resent, long conflicting, long suppressed, long malformed) {}
