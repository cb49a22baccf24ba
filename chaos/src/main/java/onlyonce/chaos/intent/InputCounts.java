package onlyonce.chaos.intent;

/** The lines of the sources by what they were; {@code suppressed} re-sends are counted beside. */
public record InputCounts(
    long lines, long intents, long resent, long conflicting, long suppressed, long malformed) {}
