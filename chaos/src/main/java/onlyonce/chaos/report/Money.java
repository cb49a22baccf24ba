package onlyonce.chaos.report;

/**
 * What became of one currency, in minor units, from postings.
 *
 * @param createdMinor what clients' accounts were credited beyond every intent
 * @param destroyedMinor what they were debited beyond every intent, or whose credit never came and
 *     no open saga explains
 * @param inTransitMinor the sum of the in-transit accounts: below zero when open sagas have
 *     credited and not yet settled
 */
public record Money(long createdMinor, long destroyedMinor, long inTransitMinor) {}
