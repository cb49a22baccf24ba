package onlyonce.chaos.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.history.JournalReader;
import onlyonce.messages.Topic;

/**
 * How large everything that can grow is at one moment. Two of them tell whether something moved.
 *
 * @param arriving journals' bytes, transfers and results
 * @param others commands, outcomes and dead letters, which also grow by retries alone, and what
 *     processors committed to Kafka
 */
record Growth(long arriving, long others) {

  static Growth measure(LiveLog log, Path journals, GroupOffsets committed) {
    log.refresh();
    long bytes = 0;
    for (Path journal : JournalReader.files(journals)) {
      try {
        bytes += Files.size(journal);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot measure the journal " + journal, e);
      }
    }
    return new Growth(
        bytes + log.size(Topic.TRANSFERS) + log.size(Topic.TRANSFER_RESULTS),
        log.size(Topic.LEDGER_COMMANDS)
            + log.size(Topic.LEDGER_OUTCOMES)
            + log.size(Topic.DEAD_LETTERS)
            + committed.sum());
  }

  /** What moved since an earlier measure. */
  Rest since(Growth earlier) {
    boolean arrivals = arriving != earlier.arriving;
    return new Rest(arrivals, arrivals || others != earlier.others);
  }
}
