package onlyonce.cli.bench;

import java.util.List;
import java.util.SplittableRandom;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command.Post;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.WireRecord;

/**
 * Commands of one mix, without end. The same seed and start give the same bytes again: that is how
 * everything is re-sent, and how the COPY ceiling comes by its rows without Kafka.
 */
final class CommandStream {
  private static final String SOURCE = "onlyonce/bench";
  private static final int REMEMBERED = 10_000;
  private static final int MOST_MINOR = 1_000;
  private static final double RESENT = 0.05;

  private final String topic;
  private final Books books;
  private final Mix mix;
  private final StreamClock clock;
  private final SplittableRandom random;
  private final CommandIds ids;
  private final Made[] recent = new Made[REMEMBERED];
  private long fresh;

  /** A command and its record. */
  record Made(Post post, WireRecord wire) {}

  /**
   * Where a stream begins.
   *
   * @param startMillis the time in the first id, since 1970
   */
  record Origin(long seed, long startMillis) {}

  CommandStream(String topic, Books books, Mix mix, Origin origin) {
    this.topic = topic;
    this.books = books;
    this.mix = mix;
    this.clock = new StreamClock(origin.startMillis());
    this.random = new SplittableRandom(origin.seed());
    this.ids = new CommandIds(clock, random.split());
  }

  /** The next record: a new command, or one of the last ones again. */
  Made next() {
    boolean again = mix == Mix.RESENT_5 && fresh > 0 && random.nextDouble() < RESENT;
    return again ? recent[random.nextInt((int) Math.min(fresh, REMEMBERED))] : nextFresh();
  }

  /** How many different commands came so far. */
  long distinct() {
    return fresh;
  }

  private Made nextFresh() {
    clock.tick();
    int partition = mix == Mix.HOT_ACCOUNT ? 0 : (int) (fresh % books.partitioning().count());
    Post post = post(books.of(partition));
    Event event = new Event(ids.next(), CommandType.POST.eventType(), SOURCE, clock.instant());
    WireRecord wire =
        new WireRecord(topic, partition, post.from().value(), event, CommandCodec.encode(post));
    Made made = new Made(post, wire);
    recent[(int) (fresh % REMEMBERED)] = made;
    fresh++;
    return made;
  }

  private Post post(List<AccountId> accounts) {
    int one = mix == Mix.HOT_ACCOUNT ? 0 : random.nextInt(accounts.size());
    int other = random.nextInt(accounts.size() - 1);
    other += other >= one ? 1 : 0;
    boolean pays = random.nextBoolean();
    return new Post(
        accounts.get(pays ? one : other),
        accounts.get(pays ? other : one),
        new Amount(1 + random.nextInt(MOST_MINOR)),
        Books.CURRENCY);
  }
}
