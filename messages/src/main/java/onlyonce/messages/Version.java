package onlyonce.messages;

/**
 * The state of a ledger partition right after one record of its log.
 *
 * @param partition the ledger partition
 * @param nextOffset the record's offset + 1; reads that have seen it have seen the record's effect
 */
public record Version(int partition, long nextOffset) {}
