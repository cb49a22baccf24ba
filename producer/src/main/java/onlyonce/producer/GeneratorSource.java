package onlyonce.producer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.ByHash;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;
import onlyonce.producer.Intent.MakeTransfer;
import onlyonce.producer.Intent.OpenAccount;
import org.jspecify.annotations.Nullable;

/**
 * Generated load: first the accounts, then the transfers. Everything is drawn from one generator of
 * random numbers, so a seed gives the same sequence of lines every time.
 */
public final class GeneratorSource implements Source {
  private static final CurrencyCode EUR = new CurrencyCode("EUR");
  private static final CurrencyCode USD = new CurrencyCode("USD");
  private static final int MAX_RESEND_DISTANCE = 200;
  private static final int LEAST_TRIES = 200;
  private static final int TRIES_A_PARTITION = 20;

  private final String name;
  private final GeneratorShape shape;
  private final Partitioning partitioning;
  private final RandomGenerator random;
  private final AccountPairs pairs;
  private final Queue<AccountId> toOpen;
  private final PriorityQueue<Again> again = new PriorityQueue<>();
  private long number;
  private long made;
  private long unknownAccounts;

  /**
   * @param name of the source and its journal; choose another for another seed or shape
   * @param partitioning tells which transfers cross ledger partitions
   */
  public GeneratorSource(
      String name, GeneratorShape shape, Partitioning partitioning, RandomGenerator random) {
    this.name = name;
    this.shape = shape;
    this.partitioning = partitioning;
    this.random = random;
    List<AccountId> accounts = new ArrayList<>(shape.accounts());
    for (int i = 1; i <= shape.accounts(); i++) {
      accounts.add(new AccountId("acct-" + i));
    }
    this.pairs = new AccountPairs(accounts, GeneratorSource::currencyOf, partitioning);
    this.toOpen = new ArrayDeque<>(accounts);
  }

  /** A source whose name says its seed and shape: the same name always means the same lines. */
  public static GeneratorSource seeded(long seed, GeneratorShape shape, Partitioning partitioning) {
    String name =
        "generator-seed%d-%dx%d-cross%s-resend%s-refuse%s-over%d"
                .formatted(
                    seed,
                    shape.accounts(),
                    shape.transfers(),
                    shape.cross(),
                    shape.resend(),
                    shape.refuse(),
                    partitioning.count())
            + function(partitioning);
    return new GeneratorSource(name, shape, partitioning, new SplittableRandom(seed));
  }

  /** Which transfers cross ledger partitions depends on it; by hash the name says nothing of it. */
  private static String function(Partitioning partitioning) {
    return partitioning.function() instanceof ByHash
        ? ""
        : "-by-%s-%08x"
            .formatted(
                partitioning.function().name(), partitioning.function().describe().hashCode());
  }

  /** A line that comes again once so many lines are out. */
  private record Again(long number, String ref, Intent intent) implements Comparable<Again> {
    @Override
    public int compareTo(Again other) {
      return number != other.number ? Long.compare(number, other.number) : ref.compareTo(other.ref);
    }
  }

  private static CurrencyCode currencyOf(AccountId account) {
    String text = account.value();
    return text.charAt(text.length() - 1) % 2 == 0 ? EUR : USD;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String journalName() {
    return name;
  }

  @Override
  public OptionalLong expectedLines() {
    return OptionalLong.of(shape.accounts() + Math.round(shape.transfers() * (1 + shape.resend())));
  }

  @Override
  public @Nullable Line next() {
    AccountId account = toOpen.poll();
    if (account != null) {
      long opening = shape.leastOpeningMinor() + random.nextLong(shape.leastOpeningMinor());
      return new Line.Wanted(
          ++number, "open-" + account, new OpenAccount(account, currencyOf(account), opening));
    }
    Again due = again.peek();
    if (due != null && (due.number() <= number || made == shape.transfers())) {
      again.remove();
      return new Line.Wanted(++number, due.ref(), due.intent());
    }
    if (made == shape.transfers()) {
      return null;
    }
    Line.Wanted line = new Line.Wanted(++number, "t-" + ++made, transfer());
    if (random.nextDouble() < shape.resend()) {
      long distance = 1L + random.nextInt(MAX_RESEND_DISTANCE);
      again.add(new Again(number + distance, line.ref(), line.intent()));
    }
    return line;
  }

  private MakeTransfer transfer() {
    boolean cross = random.nextDouble() < shape.cross();
    AccountPairs.Pair pair = pairs.draw(cross, random);
    CurrencyCode currency = currencyOf(pair.from());
    Amount amount = new Amount(1 + random.nextLong(GeneratorShape.MAX_ORDINARY_MINOR));
    if (random.nextDouble() >= shape.refuse()) {
      return new MakeTransfer(pair.from(), pair.to(), amount, currency);
    }
    return switch (random.nextInt(4)) {
      case 0 -> new MakeTransfer(unknown(pair.to(), cross), pair.to(), amount, currency);
      case 1 -> new MakeTransfer(pair.from(), unknown(pair.from(), cross), amount, currency);
      case 2 -> new MakeTransfer(pair.from(), pair.to(), amount, currency.equals(EUR) ? USD : EUR);
      default ->
          new MakeTransfer(
              pair.from(),
              pair.to(),
              new Amount(shape.beyondAnyBalanceMinor() + amount.minor()),
              currency);
    };
  }

  /**
   * An account that is never opened, in the other account's ledger partition or outside it. Where
   * names that are alike stay together no number helps: then the other one's own name with more
   * behind it is tried, and at last the kind of transfer is left to chance.
   */
  private AccountId unknown(AccountId other, boolean cross) {
    boolean elsewhere = cross && partitioning.count() > 1;
    int tries = LEAST_TRIES + TRIES_A_PARTITION * partitioning.count();
    for (int i = 0; i < tries; i++) {
      AccountId candidate = new AccountId("nobody-" + ++unknownAccounts);
      if ((partitioning.of(candidate) != partitioning.of(other)) == elsewhere) {
        return candidate;
      }
    }
    return new AccountId(other.value() + ".nobody-" + ++unknownAccounts);
  }

  @Override
  public void close() {}
}
