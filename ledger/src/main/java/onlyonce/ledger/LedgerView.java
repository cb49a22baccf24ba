package onlyonce.ledger;

import java.util.UUID;
import onlyonce.messages.AccountId;
import org.jspecify.annotations.Nullable;

/** What the rules may look at: the accounts and holds of one ledger partition. */
public interface LedgerView {
  /** The account, or null when it was never opened; closed accounts are still there. */
  @Nullable Account account(AccountId id);

  /** The hold of a transfer, or null when this ledger partition never heard of it. */
  @Nullable HoldRow hold(UUID transferId);
}
