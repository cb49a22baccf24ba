package onlyonce.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;
import onlyonce.producer.Intent.MakeTransfer;
import onlyonce.producer.Intent.OpenAccount;
import org.junit.jupiter.api.Test;

final class GeneratorSourceTest {
  private static final Partitioning SIX = Partitioning.hash(6);
  private static final int TRANSFERS = 20_000;

  @Test
  void next_sameSeed_givesTheSameSequence() {
    assertThat(lines(7, GeneratorShape.ordinary(2_000)))
        .isEqualTo(lines(7, GeneratorShape.ordinary(2_000)));
  }

  @Test
  void next_otherSeed_givesAnotherSequence() {
    assertThat(lines(7, GeneratorShape.ordinary(100)))
        .isNotEqualTo(lines(8, GeneratorShape.ordinary(100)));
  }

  @Test
  void next_ordinaryShape_keepsItsShares() {
    List<Line.Wanted> lines = lines(7, GeneratorShape.ordinary(TRANSFERS));
    Map<AccountId, OpenAccount> opened = opened(lines);
    Map<String, MakeTransfer> transfers = transfers(lines);

    assertThat(transfers).hasSize(TRANSFERS);
    assertThat(share(transfers, t -> SIX.of(t.from()) != SIX.of(t.to())))
        .isCloseTo(0.5, within(0.02));
    assertThat((double) (lines.size() - opened.size() - TRANSFERS) / TRANSFERS)
        .isCloseTo(0.05, within(0.01));
    assertThat(share(transfers, t -> isRefused(t, opened))).isCloseTo(0.02, within(0.005));
    assertThat(share(transfers, t -> t.currency().value().equals("EUR")))
        .isCloseTo(0.5, within(0.05));
  }

  @Test
  void next_refusals_areOfEveryKind() {
    List<Line.Wanted> lines = lines(7, new GeneratorShape(50, 2_000, 0.5, 0, 1));
    Map<AccountId, OpenAccount> opened = opened(lines);
    Map<String, MakeTransfer> transfers = transfers(lines);

    assertThat(share(transfers, t -> isRefused(t, opened))).isEqualTo(1.0);
    assertThat(share(transfers, t -> !opened.containsKey(t.from()))).isBetween(0.2, 0.3);
    assertThat(share(transfers, t -> !opened.containsKey(t.to()))).isBetween(0.2, 0.3);
    assertThat(share(transfers, t -> isMismatch(t, opened))).isBetween(0.2, 0.3);
    assertThat(share(transfers, t -> isOverdraft(t, opened))).isBetween(0.2, 0.3);
    assertThat(share(transfers, t -> SIX.of(t.from()) != SIX.of(t.to())))
        .isCloseTo(0.5, within(0.05));
  }

  @Test
  void next_noRefusals_neverRunsDry() {
    List<Line.Wanted> lines = lines(7, new GeneratorShape(10, 5_000, 0.5, 0, 0));
    Map<AccountId, Long> balances = new HashMap<>();
    opened(lines).forEach((account, open) -> balances.put(account, open.openingMinor()));

    for (MakeTransfer transfer : transfers(lines).values()) {
      assertThat(transfer.from()).isNotEqualTo(transfer.to());
      assertThat(balances.merge(transfer.from(), -transfer.amount().minor(), Long::sum))
          .isNotNegative();
      balances.merge(transfer.to(), transfer.amount().minor(), Long::sum);
    }
  }

  @Test
  void next_resends_comeAfterTheirFirstWithTheSameContent() {
    Map<String, Intent> first = new HashMap<>();
    int again = 0;
    for (Line.Wanted line : lines(7, new GeneratorShape(20, 1_000, 0.5, 0.5, 0.02))) {
      Intent before = first.putIfAbsent(line.ref(), line.intent());
      if (before != null) {
        assertThat(line.intent()).isEqualTo(before);
        again++;
      }
    }
    assertThat(again).isBetween(450, 550);
  }

  @Test
  void next_numbersAndOpens_comeInOrder() {
    List<Line.Wanted> lines = lines(7, GeneratorShape.ordinary(500));

    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).number()).isEqualTo(i + 1);
      assertThat(lines.get(i).intent() instanceof OpenAccount).isEqualTo(i < 200);
    }
  }

  @Test
  void next_oneLedgerPartition_givesLocalTransfersOnly() {
    GeneratorSource source =
        GeneratorSource.seeded(7, GeneratorShape.ordinary(100), Partitioning.hash(1));

    assertThat(transfers(drain(source))).hasSize(100);
  }

  @Test
  void next_fewestAccounts_findsPairs() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(transfers(lines(seed, new GeneratorShape(4, 100, 0.5, 0.05, 0.1)))).hasSize(100);
    }
  }

  /** By range, all names that are alike lie in one ledger partition: no number leads elsewhere. */
  @Test
  void next_byRange_findsUnknownAccountsToo() {
    Partitioning ranges =
        Partitioning.range(
            List.of(new AccountId("acct-130"), new AccountId("acct-160"), new AccountId("acct-3")));
    GeneratorSource source =
        GeneratorSource.seeded(7, new GeneratorShape(50, 2_000, 0.5, 0, 1), ranges);
    List<Line.Wanted> lines = drain(source);
    Map<AccountId, OpenAccount> opened = opened(lines);
    Map<String, MakeTransfer> transfers = transfers(lines);

    assertThat(transfers).hasSize(2_000);
    assertThat(share(transfers, t -> !opened.containsKey(t.from()))).isBetween(0.2, 0.3);
    assertThat(source.journalName()).contains("-by-range-");
  }

  @Test
  void shape_nonsense_isRefused() {
    assertThatThrownBy(() -> new GeneratorShape(3, 1, 0.5, 0, 0))
        .hasMessage("accounts must be from 4 to 1000000 but are 3");
    assertThatThrownBy(() -> new GeneratorShape(4, 1, 1.5, 0, 0))
        .hasMessage("cross must be a share from 0 to 1 but is 1.5");
    assertThatThrownBy(() -> new GeneratorShape(4, 1, 0, Double.NaN, 0))
        .hasMessageContaining("resend must be");
    assertThatThrownBy(() -> new GeneratorShape(1_000_000, 1_000_000_000L, 0, 0, 0))
        .hasMessageContaining("opening balances");
  }

  @Test
  void seeded_otherShape_hasAnotherJournal() {
    Set<String> names = new HashSet<>();
    names.add(GeneratorSource.seeded(7, GeneratorShape.ordinary(10), SIX).journalName());
    names.add(GeneratorSource.seeded(8, GeneratorShape.ordinary(10), SIX).journalName());
    names.add(GeneratorSource.seeded(7, GeneratorShape.ordinary(11), SIX).journalName());

    assertThat(names).hasSize(3).allMatch(name -> name.matches("[a-z0-9.-]+"));
  }

  private static boolean isRefused(MakeTransfer transfer, Map<AccountId, OpenAccount> opened) {
    return !opened.containsKey(transfer.from())
        || !opened.containsKey(transfer.to())
        || isMismatch(transfer, opened)
        || isOverdraft(transfer, opened);
  }

  private static boolean isMismatch(MakeTransfer transfer, Map<AccountId, OpenAccount> opened) {
    return opened.containsKey(transfer.from())
        && opened.containsKey(transfer.to())
        && !transfer.currency().equals(currencyOf(transfer.from(), opened));
  }

  private static boolean isOverdraft(MakeTransfer transfer, Map<AccountId, OpenAccount> opened) {
    long all = opened.values().stream().mapToLong(OpenAccount::openingMinor).sum();
    return transfer.amount().minor() > all;
  }

  private static CurrencyCode currencyOf(AccountId account, Map<AccountId, OpenAccount> opened) {
    return Objects.requireNonNull(opened.get(account)).currency();
  }

  private static double share(
      Map<String, MakeTransfer> transfers, Predicate<MakeTransfer> condition) {
    return (double) transfers.values().stream().filter(condition).count() / transfers.size();
  }

  private static Map<AccountId, OpenAccount> opened(List<Line.Wanted> lines) {
    Map<AccountId, OpenAccount> opened = new LinkedHashMap<>();
    for (Line.Wanted line : lines) {
      if (line.intent() instanceof OpenAccount open) {
        opened.put(open.account(), open);
      }
    }
    return opened;
  }

  private static Map<String, MakeTransfer> transfers(List<Line.Wanted> lines) {
    Map<String, MakeTransfer> transfers = new LinkedHashMap<>();
    for (Line.Wanted line : lines) {
      if (line.intent() instanceof MakeTransfer transfer) {
        transfers.put(line.ref(), transfer);
      }
    }
    return transfers;
  }

  private static List<Line.Wanted> lines(long seed, GeneratorShape shape) {
    return drain(GeneratorSource.seeded(seed, shape, SIX));
  }

  private static List<Line.Wanted> drain(GeneratorSource source) {
    List<Line.Wanted> lines = new ArrayList<>();
    for (Line line = source.next(); line != null; line = source.next()) {
      lines.add((Line.Wanted) line);
    }
    return lines;
  }
}
