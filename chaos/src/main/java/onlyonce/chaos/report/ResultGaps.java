package onlyonce.chaos.report;

/**
 * The longest time in which no saga ended although one was open, in milliseconds; 0 without sagas.
 *
 * @param longest while at least one orchestrator lived
 * @param sinceMillis when that began, in milliseconds since 1970; 0 without sagas
 * @param withoutOrchestrator the longest that includes a time when all of them were dead; 0 when
 *     that never was
 */
public record ResultGaps(long longest, long sinceMillis, long withoutOrchestrator) {}
