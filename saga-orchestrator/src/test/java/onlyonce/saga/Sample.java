package onlyonce.saga;

import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandType;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/** Transfers and answers for the tests. */
final class Sample {
  static final Partitioning SIX = Partitioning.hash(6);
  static final long TIME_MILLIS = 1_790_000_000_000L;

  private Sample() {}

  static UUID id(int number) {
    return CommandIds.derived(CommandIds.lowest(TIME_MILLIS), "transfer " + number);
  }

  /** Between two ledger partitions. */
  static Transfer across(int number) {
    return transfer(number, "alice-" + number, elsewhere("alice-" + number));
  }

  /** Within one ledger partition. */
  static Transfer within(int number) {
    return transfer(number, "alice-" + number, "alice-" + number);
  }

  static Transfer transfer(int number, String from, String to) {
    return new Transfer(
        id(number),
        new AccountId(from),
        new AccountId(to),
        new Amount(100 + number),
        new CurrencyCode("EUR"));
  }

  static Transfer withAmount(Transfer transfer, long minor) {
    return new Transfer(
        transfer.id(), transfer.from(), transfer.to(), new Amount(minor), transfer.currency());
  }

  private static String elsewhere(String account) {
    int number = 0;
    while (SIX.of(new AccountId("bob-" + number)) == SIX.of(new AccountId(account))) {
      number++;
    }
    return "bob-" + number;
  }

  static Version version(CommandType step) {
    return switch (step) {
      case HOLD -> new Version(1, 11);
      case CREDIT -> new Version(2, 22);
      case SETTLE -> new Version(1, 33);
      case RELEASE -> new Version(1, 44);
      case CONFIGURE, OPEN, CLOSE, POST -> throw new IllegalArgumentException("no step: " + step);
    };
  }

  static CommandOutcome answer(UUID transferId, CommandType step, Outcome outcome) {
    return new CommandOutcome(
        CommandIds.ofStep(transferId, step), step, Optional.of(transferId), outcome, version(step));
  }
}
