package onlyonce.chaos.report;

/**
 * Dead letters by origin, each counted once.
 *
 * @param own of journalled intents and their saga steps
 * @param foreign of anybody else
 */
public record DeadLetterCounts(long own, long foreign) {}
