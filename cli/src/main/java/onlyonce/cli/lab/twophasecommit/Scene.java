package onlyonce.cli.lab.twophasecommit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.ShardMap;

/**
 * Who takes part, alike under both protocols: transfers from the first shard to the second, and
 * payers elsewhere, which no transfer touches.
 */
record Scene(List<Deal> deals, List<Payer> bystanders) {
  /** What each account has at first, in minor units. */
  static final long OPENING_MINOR = 100_000;

  /** What each transfer moves: more than all small payments of a run together. */
  static final long DEAL_MINOR = 5_000;

  private static final int NAMES_TO_TRY = 10_000;

  /** A transfer between two shards. */
  record Deal(UUID id, Payer from, Payer to) {}

  Scene {
    deals = List.copyOf(deals);
    bystanders = List.copyOf(bystanders);
  }

  /**
   * A scene on the first two shards of the map.
   *
   * @param deals how many transfers
   * @param ids of the transfers
   */
  static Scene on(ShardMap map, int deals, Supplier<UUID> ids) {
    List<String> shards = List.copyOf(map.jdbcUrls().keySet());
    if (shards.size() < 2) {
      throw new IllegalArgumentException("a transfer between shards needs two: " + shards);
    }
    Casting casting = new Casting(map, new TreeSet<>());
    List<Deal> cast = new ArrayList<>();
    for (int i = 1; i <= deals; i++) {
      cast.add(
          new Deal(
              ids.get(),
              casting.payer("source-" + i, shards.get(0)),
              casting.payer("target-" + i, shards.get(1))));
    }
    return new Scene(
        cast,
        List.of(
            casting.payer("elsewhere-1", shards.get(0)),
            casting.payer("elsewhere-2", shards.get(1))));
  }

  /** The accounts that the transfers touch. */
  List<Payer> touched() {
    return deals.stream().flatMap(deal -> Stream.of(deal.from(), deal.to())).toList();
  }

  List<Payer> payers() {
    return Stream.concat(touched().stream(), bystanders.stream()).toList();
  }

  /** Finds names that hash to where they are wanted. */
  private record Casting(ShardMap map, Set<AccountId> taken) {
    Payer payer(String name, String shard) {
      AccountId account = find(name, partition -> map.place(partition).shard().equals(shard));
      int partition = map.partitioning().of(account);
      return new Payer(
          account, find(name + "-neighbour", other -> other == partition), partition, shard);
    }

    private AccountId find(String name, IntPredicate wanted) {
      for (int i = 0; i < NAMES_TO_TRY; i++) {
        AccountId candidate = new AccountId(i == 0 ? name : name + "." + i);
        if (wanted.test(map.partitioning().of(candidate)) && taken.add(candidate)) {
          return candidate;
        }
      }
      throw new IllegalStateException("no name like " + name + " hashes to where it is wanted");
    }
  }
}
