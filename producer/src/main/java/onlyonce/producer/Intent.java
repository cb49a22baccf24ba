package onlyonce.producer;

import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CurrencyCode;

/** What a client wants done once. The id under which it is sent is made when it is journalled. */
public sealed interface Intent {

  /** The bytes that go out; the same intent always gives the same. */
  byte[] payload();

  /**
   * Open an account.
   *
   * @param openingMinor the opening balance in minor units, 0 to {@link Amount#MAX_MINOR}
   */
  record OpenAccount(AccountId account, CurrencyCode currency, long openingMinor)
      implements Intent {
    /**
     * @throws IllegalArgumentException when the opening balance is out of range
     */
    public OpenAccount {
      if (openingMinor < 0 || openingMinor > Amount.MAX_MINOR) {
        throw new IllegalArgumentException(
            "amount_minor of an open must be from 0 to "
                + Amount.MAX_MINOR
                + " but is "
                + openingMinor);
      }
    }

    @Override
    public byte[] payload() {
      return CommandCodec.encode(new Command.Open(account, currency, openingMinor, false));
    }
  }

  /** Move money from one account to another. */
  record MakeTransfer(AccountId from, AccountId to, Amount amount, CurrencyCode currency)
      implements Intent {
    @Override
    public byte[] payload() {
      return CommandCodec.encode(new Command.Post(from, to, amount, currency));
    }
  }
}
