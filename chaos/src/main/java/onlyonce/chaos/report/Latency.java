package onlyonce.chaos.report;

/**
 * From an intended first send to the append of the transfer's result, in milliseconds.
 *
 * @param count of transfers measured
 */
public record Latency(long p50, long p99, long max, long count) {}
