package onlyonce.chaos.history;

/**
 * A row of {@code engine.progress}.
 *
 * @param nextOffset every record below it is processed
 * @param floorMillis ids older than this are expired, milliseconds since 1970
 */
public record ProgressRow(
    long nextOffset, long logTimeMillis, long floorMillis, long windowMillis, int rulesVersion) {}
