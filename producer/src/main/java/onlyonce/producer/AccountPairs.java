package onlyonce.producer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;

/** Pairs of accounts of one currency, inside one ledger partition or across two. */
final class AccountPairs {
  private final Map<Cell, List<AccountId>> byCell = new HashMap<>();
  private final Map<CurrencyCode, List<AccountId>> byCurrency = new HashMap<>();
  private final Function<AccountId, Cell> cells;
  private final List<AccountId> withNeighbour;
  private final List<AccountId> withStranger;

  AccountPairs(
      List<AccountId> accounts,
      Function<AccountId, CurrencyCode> currencies,
      Partitioning partitioning) {
    this.cells = account -> new Cell(currencies.apply(account), partitioning.of(account));
    for (AccountId account : accounts) {
      Cell cell = cells.apply(account);
      byCell.computeIfAbsent(cell, c -> new ArrayList<>()).add(account);
      byCurrency.computeIfAbsent(cell.currency(), c -> new ArrayList<>()).add(account);
    }
    this.withNeighbour =
        accounts.stream().filter(account -> neighbours(account).size() > 1).toList();
    this.withStranger =
        accounts.stream()
            .filter(account -> sameCurrency(account).size() > neighbours(account).size())
            .toList();
  }

  /** Two different accounts. */
  record Pair(AccountId from, AccountId to) {}

  private record Cell(CurrencyCode currency, int partition) {}

  /**
   * A pair of the wanted kind; of the other kind when there is none, as with very few accounts or
   * one ledger partition.
   */
  Pair draw(boolean cross, RandomGenerator random) {
    boolean possible = !(cross ? withStranger : withNeighbour).isEmpty();
    return cross == possible ? drawStranger(random) : drawNeighbour(random);
  }

  private Pair drawNeighbour(RandomGenerator random) {
    AccountId from = pick(withNeighbour, random);
    AccountId to = from;
    while (to.equals(from)) {
      to = pick(neighbours(from), random);
    }
    return new Pair(from, to);
  }

  private Pair drawStranger(RandomGenerator random) {
    AccountId from = pick(withStranger, random);
    AccountId to = from;
    while (cells.apply(to).equals(cells.apply(from))) {
      to = pick(sameCurrency(from), random);
    }
    return new Pair(from, to);
  }

  private List<AccountId> neighbours(AccountId account) {
    return byCell.getOrDefault(cells.apply(account), List.of());
  }

  private List<AccountId> sameCurrency(AccountId account) {
    return byCurrency.getOrDefault(cells.apply(account).currency(), List.of());
  }

  private static AccountId pick(List<AccountId> accounts, RandomGenerator random) {
    return accounts.get(random.nextInt(accounts.size()));
  }
}
