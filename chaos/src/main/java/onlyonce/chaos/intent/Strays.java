package onlyonce.chaos.intent;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import onlyonce.chaos.history.PostingRow;

/** Postings on clients' accounts that no journalled intent asked for, by transfer or command. */
public final class Strays {
  private final Map<UUID, Stray> byOwner = new HashMap<>();

  /** What one unknown id moved; amounts in minor units. */
  public static final class Stray {
    private final String account;
    private final String currency;
    private long creditedMinor;
    private long debitedMinor;
    private long throughTransitMinor;

    private Stray(String account, String currency) {
      this.account = account;
      this.currency = currency;
    }

    /** The first client's account that it touched. */
    public String account() {
      return account;
    }

    public String currency() {
      return currency;
    }

    public long creditedMinor() {
      return creditedMinor;
    }

    public long debitedMinor() {
      return debitedMinor;
    }

    /** What it left behind on in-transit accounts: 0 once a saga is whole. */
    public long leftInTransitMinor() {
      return throughTransitMinor;
    }
  }

  /** Counts a posting on a client's account. */
  public void post(PostingRow row) {
    Stray stray =
        byOwner.computeIfAbsent(row.owner(), id -> new Stray(row.account(), row.currency()));
    if (row.amountMinor() > 0) {
      stray.creditedMinor += row.amountMinor();
    } else {
      stray.debitedMinor -= row.amountMinor();
    }
    if (row.kind().equals("Credit") || row.kind().equals("Settle")) {
      stray.throughTransitMinor -= row.amountMinor();
    }
  }

  /** How many ids moved money that no intent asked for. */
  public int size() {
    return byOwner.size();
  }

  public void forEach(BiConsumer<UUID, Stray> reader) {
    byOwner.forEach(reader);
  }
}
