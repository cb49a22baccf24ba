package onlyonce.processor;

/**
 * How far a ledger partition has come: its row in {@code engine.progress}.
 *
 * @param nextOffset the first offset that is not applied
 * @param publishedOffset outcomes below it were acknowledged
 * @param clock the partition's log time, floor and dedup window
 */
record Progress(int partition, long nextOffset, long publishedOffset, LogClock clock) {}
