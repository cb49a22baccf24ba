package onlyonce.cli;

import java.time.Instant;
import java.util.Locale;
import onlyonce.messages.AccountId;
import onlyonce.messages.CommandIds;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Transfer;
import onlyonce.saga.Awaiting;
import onlyonce.saga.Ended;
import onlyonce.saga.Parked;
import onlyonce.saga.Posted;
import onlyonce.saga.SagaState;
import org.jspecify.annotations.Nullable;

/**
 * One saga as it is listed. The JSON has these names; what does not apply is null.
 *
 * @param ageMs since the transfer's id was made, in milliseconds
 * @param step the step that it waits for, or is parked at
 * @param attempts how often that step was sent
 * @param since when it was sent first, or the saga was parked
 * @param waitingMs from then to now, in milliseconds
 * @param ledgerPartition which has to answer
 * @param shard where that is
 * @param slow whether it waits for longer than it should
 * @param why what it waits for, or how it ended, in words
 */
record ListedSaga(
    String id,
    String state,
    String from,
    String to,
    long amountMinor,
    String currency,
    long ageMs,
    @Nullable String step,
    @Nullable Integer attempts,
    @Nullable String since,
    @Nullable Long waitingMs,
    @Nullable Integer ledgerPartition,
    @Nullable String shard,
    boolean slow,
    String why) {
  static boolean isSlow(SagaState saga, long nowMillis) {
    return saga instanceof Awaiting waiting && waiting.isSlow(nowMillis);
  }

  static ListedSaga of(SagaState.Remembered saga, ShardMap map, long nowMillis) {
    return switch (saga) {
      case Awaiting waiting -> open(waiting, waiting, map, nowMillis);
      case Parked parked -> open(parked, parked.at(), map, nowMillis);
      case Posted posted -> closed(posted, "one ledger partition has both accounts", nowMillis);
      case Ended ended -> closed(ended, end(ended), nowMillis);
    };
  }

  private static String end(Ended ended) {
    return ended.result().reason().map(reason -> "because of " + reason.label()).orElse("done");
  }

  private static ListedSaga open(SagaState.Open saga, Awaiting at, ShardMap map, long nowMillis) {
    AccountId account = at.step().account();
    int partition = map.partitioning().of(account);
    String shard = map.place(partition).shard();
    String place = "ledger partition %d on %s".formatted(partition, shard);
    long waitingMs = nowMillis - saga.sinceMillis();
    String why =
        saga instanceof Parked parked
            ? "%s was answered %s by %s in its version %d; parked for %s"
                .formatted(
                    at.awaited().label(),
                    parked.reason().label(),
                    place,
                    parked.answered().nextOffset(),
                    seconds(waitingMs))
            : "waits for %s by %s, sent %s, first %s ago"
                .formatted(
                    at.awaited().label(),
                    place,
                    saga.attempt() == 1 ? "once" : saga.attempt() + " times",
                    seconds(waitingMs));
    return listed(
        saga,
        nowMillis,
        new Wait(
            at.awaited().label(),
            saga.attempt(),
            Instant.ofEpochMilli(saga.sinceMillis()).toString(),
            waitingMs,
            partition,
            shard),
        why);
  }

  private static ListedSaga closed(SagaState.Remembered saga, String why, long nowMillis) {
    return listed(saga, nowMillis, null, why);
  }

  /** What an open saga waits for. */
  private record Wait(
      String step, int attempts, String since, long waitingMs, int partition, String shard) {}

  private static ListedSaga listed(
      SagaState.Remembered saga, long nowMillis, @Nullable Wait wait, String why) {
    Transfer transfer = saga.transfer();
    return new ListedSaga(
        transfer.id().toString(),
        saga.label(),
        transfer.from().value(),
        transfer.to().value(),
        transfer.amount().minor(),
        transfer.currency().value(),
        nowMillis - CommandIds.timeMillis(transfer.id()),
        wait == null ? null : wait.step(),
        wait == null ? null : wait.attempts(),
        wait == null ? null : wait.since(),
        wait == null ? null : wait.waitingMs(),
        wait == null ? null : wait.partition(),
        wait == null ? null : wait.shard(),
        isSlow(saga, nowMillis),
        why);
  }

  /** Two lines for people. */
  String text() {
    return "%s  %-11s %s %s → %s, %d %s, %s old%n    %s"
        .formatted(
            id,
            state,
            slow ? "slow" : "    ",
            from,
            to,
            amountMinor,
            currency,
            seconds(ageMs),
            why);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
