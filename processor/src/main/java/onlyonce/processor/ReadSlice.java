package onlyonce.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import onlyonce.messages.Command.Configure;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slice of one partition's log, record by record: time moves, the floor rises, what is
 * expired or unreadable is refused. Nothing here depends on the database or on the slice's borders.
 */
final class ReadSlice<C> {
  private final Handler<C> handler;
  private final PayloadHash hash = new PayloadHash();

  ReadSlice(Handler<C> handler) {
    this.handler = handler;
  }

  /**
   * What a stretch of a partition's log holds.
   *
   * @param from where it begins
   * @param to the progress once it is committed; short of the slice's end when it stopped
   * @param stoppedBy the unknown rules version before which the partition must stop
   */
  record Reading<C>(Progress from, List<Entry<C>> entries, Progress to, OptionalInt stoppedBy) {

    /** An empty one, for a transaction that only notes what was published. */
    static <C> Reading<C> nothing(Progress at) {
      return new Reading<>(at, List.of(), at, OptionalInt.empty());
    }

    /** Stretches, each beginning where the one before it ended, as one. */
    static <C> Reading<C> joined(List<Reading<C>> stretches) {
      Reading<C> last = stretches.getLast();
      List<Entry<C>> all = new ArrayList<>();
      stretches.forEach(stretch -> all.addAll(stretch.entries));
      return new Reading<>(stretches.getFirst().from, all, last.to, last.stoppedBy);
    }
  }

  Reading<C> read(Slice slice) {
    List<Entry<C>> entries = new ArrayList<>(slice.records().size());
    Progress from = slice.from();
    LogClock clock = from.clock();
    for (ConsumerRecord<byte[], byte[]> origin : slice.records()) {
      @Nullable UUID id = null;
      try {
        Event event = Event.read(origin.headers());
        id = event.id();
        if (event.type().equals(CommandType.CONFIGURE.eventType())) {
          LogClock configured =
              clock.configured((Configure) CommandCodec.decode(event, origin.value()));
          if (!handler.decides(configured.rulesVersion())) {
            return reading(
                slice, entries, origin.offset(), clock, OptionalInt.of(configured.rulesVersion()));
          }
          clock = configured;
          continue;
        }
        C command = decode(event, origin);
        clock = clock.advancedTo(CommandIds.timeMillis(id), origin.timestamp());
        entries.add(judge(origin, event, command, clock));
      } catch (UnreadableException e) {
        entries.add(
            Entry.Refused.of(
                origin, Optional.ofNullable(id), e.reason(), e.detail(), Optional.empty()));
      }
    }
    return reading(slice, entries, slice.end(), clock, OptionalInt.empty());
  }

  /** Whether the handler knows the rules that a partition was configured for. */
  boolean decides(int rulesVersion) {
    return handler.decides(rulesVersion);
  }

  /** A handler that fails at a record holds its partition up; then it must be said which. */
  private C decode(Event event, ConsumerRecord<byte[], byte[]> origin) throws UnreadableException {
    try {
      return handler.decode(event, origin);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the handler failed to decode record %s-%d@%d; mend it to refuse what it cannot read"
              .formatted(origin.topic(), origin.partition(), origin.offset()),
          e);
    }
  }

  private Entry<C> judge(
      ConsumerRecord<byte[], byte[]> origin, Event event, C command, LogClock clock) {
    boolean belowFloor = CommandIds.timeMillis(event.id()) < clock.floorMillis();
    if (belowFloor && !handler.isIdempotent(command)) {
      return Entry.Refused.of(
          origin,
          Optional.of(event.id()),
          DeadLetterReason.EXPIRED,
          "id time %s is before the dedup floor %d ms; not judged, look before paying again"
              .formatted(CommandIds.time(event.id()), clock.floorMillis()),
          Optional.of(command));
    }
    return new Entry.Candidate<>(
        origin.partition(),
        origin.offset(),
        event.id(),
        hash.of(event.type(), origin.value()),
        command,
        !belowFloor);
  }

  private static <C> Reading<C> reading(
      Slice slice, List<Entry<C>> entries, long end, LogClock clock, OptionalInt stoppedBy) {
    Progress from = slice.from();
    return new Reading<>(
        from,
        entries,
        new Progress(from.partition(), end, from.publishedOffset(), clock),
        stoppedBy);
  }
}
