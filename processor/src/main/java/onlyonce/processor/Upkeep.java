package onlyonce.processor;

/** What a shard's tables need now and then, beside the batches. */
enum Upkeep {
  /** Tables of the coming days are made, those of past ones dropped. */
  KEEP_BOUNDED,
  /** What lately filled pages hold is told to the index on offsets. */
  SUMMARIZE
}
