package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Dead letters as the processor leaves them. */
final class DeadLetterSample {
  static final Partitioning SIX = Partitioning.hash(6);
  static final UUID ID = UUID.fromString("0198c000-0000-7000-8000-000000000001");

  private DeadLetterSample() {}

  /** A record that was put aside, at offset 17 of a partition that is not its own. */
  static FoundDeadLetter of(DeadLetterReason reason, String type, byte[] payload) {
    ConsumerRecord<byte[], byte[]> kept = kept(payload);
    kept.headers().add("traceparent", "00-1-2-01".getBytes(UTF_8));
    new Event(ID, type, "/test", Instant.EPOCH).writeTo(kept.headers());
    new DeadLetter(reason, "for a test", "ledger-commands", 3, 17).writeTo(kept.headers());
    return FoundDeadLetter.of(kept);
  }

  static ConsumerRecord<byte[], byte[]> kept(byte[] payload) {
    return new ConsumerRecord<>("dead-letters", 2, 5, "original key".getBytes(UTF_8), payload);
  }

  static Command.Post post(AccountId from, AccountId to) {
    return new Command.Post(from, to, new Amount(5), new CurrencyCode("EUR"));
  }

  /** An account beside another, in its ledger partition or elsewhere. */
  static AccountId account(int n) {
    return new AccountId("acct-" + n);
  }

  static AccountId inPartitionOf(AccountId other) {
    return find(SIX.of(other), other);
  }

  static AccountId elsewhereThan(AccountId other) {
    return find((SIX.of(other) + 1) % SIX.count(), other);
  }

  private static AccountId find(int partition, AccountId other) {
    for (int n = 1; n < 1_000; n++) {
      AccountId candidate = account(n);
      if (SIX.of(candidate) == partition && !candidate.equals(other)) {
        return candidate;
      }
    }
    throw new AssertionError("no account in partition " + partition);
  }
}
