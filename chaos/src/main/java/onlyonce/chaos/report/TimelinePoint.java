package onlyonce.chaos.report;

/**
 * One slice of the run.
 *
 * @param atMillis where it begins, milliseconds since 1970
 * @param ended how many transfers ended in it
 * @param maxLatencyMillis the longest that one of them took
 */
public record TimelinePoint(long atMillis, long ended, long maxLatencyMillis) {}
