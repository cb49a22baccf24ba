package onlyonce.cli.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import onlyonce.ledger.Account;
import onlyonce.ledger.Decision;
import onlyonce.ledger.HoldRow;
import onlyonce.ledger.LedgerView;
import onlyonce.messages.AccountId;
import org.jspecify.annotations.Nullable;

/** The books as a transaction sees them that is not committed yet. */
final class Overlay implements LedgerView {
  private final LedgerView below;
  private final Map<AccountId, Account> accounts = new HashMap<>();
  private final Map<UUID, HoldRow> holds = new HashMap<>();

  Overlay(LedgerView below) {
    this.below = below;
  }

  @Override
  public @Nullable Account account(AccountId id) {
    Account changed = accounts.get(id);
    return changed != null ? changed : below.account(id);
  }

  @Override
  public @Nullable HoldRow hold(UUID transferId) {
    HoldRow changed = holds.get(transferId);
    return changed != null ? changed : below.hold(transferId);
  }

  void fold(Decision decision) {
    decision.accounts().forEach(account -> accounts.put(account.id(), account));
    HoldRow hold = decision.hold();
    if (hold != null) {
      holds.put(hold.transferId(), hold);
    }
  }
}
