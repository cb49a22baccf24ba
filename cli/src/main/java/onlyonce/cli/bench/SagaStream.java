package onlyonce.cli.bench;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.WireRecord;

/**
 * Transfers between ledger partitions, without end. Their payers take turns by ledger partition, so
 * all have the same work; who pays whom, and how much, is drawn.
 */
final class SagaStream {
  private static final String SOURCE = "onlyonce/bench";
  private static final int MOST_MINOR = 1_000;

  private final Books books;
  private final Clock clock;
  private final SplittableRandom random;
  private final CommandIds ids;
  private long made;

  /** A transfer and its record. */
  record Made(Transfer transfer, WireRecord wire) {}

  /**
   * @throws IllegalArgumentException when there is only one ledger partition
   */
  SagaStream(Books books, long seed, Clock clock) {
    if (books.partitioning().count() < 2) {
      throw new IllegalArgumentException("a saga needs two ledger partitions");
    }
    this.books = books;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.ids = new CommandIds(clock, random.split());
  }

  Made next() {
    int partitions = books.partitioning().count();
    int from = (int) (made++ % partitions);
    int to = (from + 1 + random.nextInt(partitions - 1)) % partitions;
    Transfer transfer =
        new Transfer(
            ids.next(),
            oneOf(from),
            oneOf(to),
            new Amount(1 + random.nextInt(MOST_MINOR)),
            Books.CURRENCY);
    String key = transfer.id().toString();
    return new Made(
        transfer,
        new WireRecord(
            Topic.TRANSFERS.topicName(),
            Partitioning.ofKey(key, partitions),
            key,
            new Event(transfer.id(), TransferCodec.EVENT_TYPE, SOURCE, clock.instant()),
            TransferCodec.encode(transfer)));
  }

  private AccountId oneOf(int partition) {
    List<AccountId> accounts = books.of(partition);
    return accounts.get(random.nextInt(accounts.size()));
  }
}
