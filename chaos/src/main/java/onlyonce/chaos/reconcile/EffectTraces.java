package onlyonce.chaos.reconcile;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.intent.IdTable;
import onlyonce.chaos.model.Judged;

/** What one ledger partition's rows show of what its commands did. */
final class EffectTraces {
  private final Set<String> accounts = new HashSet<>();
  private final Set<String> closed = new HashSet<>();
  private final Set<UUID> holds = new HashSet<>();
  private final Set<UUID> stillHeld = new HashSet<>();
  private final IdTable posted = new IdTable();

  void posting(PostingRow row) {
    posted.put(row.commandId(), 1);
  }

  void hold(HoldRow row) {
    holds.add(row.transferId());
    if (row.state().equals("held")) {
      stillHeld.add(row.transferId());
    }
  }

  void account(AccountRow row) {
    accounts.add(row.account());
    if (row.closed()) {
      closed.add(row.account());
    }
  }

  /** Whether the rows show that the command was applied. */
  boolean show(Judged judged) {
    return switch (judged.type()) {
      case CONFIGURE -> true;
      case OPEN -> accounts.contains(judged.account());
      case CLOSE -> closed.contains(judged.account());
      case HOLD -> holds.contains(judged.owner());
      case RELEASE -> holds.contains(judged.owner()) && !stillHeld.contains(judged.owner());
      case POST, CREDIT, SETTLE -> posted.get(judged.id()) != 0;
    };
  }
}
