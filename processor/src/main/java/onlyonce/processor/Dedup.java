package onlyonce.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the entries of one transaction into new commands, repeats of known ones, and refusals.
 *
 * <p>An id is known when the database has it, or when an earlier entry of the same transaction took
 * it. Same payload: a repeat, answered with the first reply. Other payload: a conflict.
 */
final class Dedup<C> {
  private final List<Entry.Candidate<C>> fresh = new ArrayList<>();
  private final List<Entry.Refused<C>> refused = new ArrayList<>();
  private final List<Repeat<C>> repeats = new ArrayList<>();
  private final Map<Key, Known> stored;
  private final IdSet seen;

  /** Where fresh ids stand; made when an id comes twice in one batch, which is rare. */
  private @Nullable Map<Key, Integer> places;

  /** An id in its ledger partition: dedup never looks further. */
  record Key(int partition, UUID id) {}

  /** The first of its id: stored earlier, or new in this transaction at {@code freshIndex}. */
  record Known(byte[] payloadHash, Optional<Reply> stored, int freshIndex) {
    static Known stored(byte[] payloadHash, Reply reply) {
      return new Known(payloadHash, Optional.of(reply), -1);
    }
  }

  /** A command that came again. */
  record Repeat<C>(Entry.Candidate<C> entry, Known first) {
    Reply reply(List<Reply> freshReplies) {
      return first.stored().orElseGet(() -> freshReplies.get(first.freshIndex()));
    }
  }

  /**
   * @param stored what the database knows of the entries' ids
   */
  Dedup(List<Entry<C>> entries, Map<Key, Known> stored) {
    this.stored = stored;
    this.seen = new IdSet(Math.max(1, entries.size()));
    for (Entry<C> entry : entries) {
      switch (entry) {
        case Entry.Refused<C> refusal -> refused.add(refusal);
        case Entry.Candidate<C> candidate -> sort(candidate);
      }
    }
  }

  private void sort(Entry.Candidate<C> candidate) {
    if (!candidate.remembered()) {
      fresh.add(candidate);
      return;
    }
    Known first = firstOf(candidate);
    if (first == null) {
      takeFresh(candidate);
    } else if (Arrays.equals(first.payloadHash(), candidate.payloadHash())) {
      repeats.add(new Repeat<>(candidate, first));
    } else {
      refused.add(
          candidate.refused(
              DeadLetterReason.CONFLICTS_WITH_EARLIER,
              "id " + candidate.id() + " was judged before with another payload"));
    }
  }

  private void takeFresh(Entry.Candidate<C> candidate) {
    if (places != null) {
      places.put(key(candidate), fresh.size());
    }
    seen.add(candidate.id());
    fresh.add(candidate);
  }

  private @Nullable Known firstOf(Entry.Candidate<C> candidate) {
    Known before = stored.isEmpty() ? null : stored.get(key(candidate));
    if (before != null || !seen.contains(candidate.id())) {
      return before;
    }
    Integer place = places().get(key(candidate));
    return place == null
        ? null
        : new Known(fresh.get(place).payloadHash(), Optional.empty(), place);
  }

  private Map<Key, Integer> places() {
    Map<Key, Integer> known = places;
    if (known == null) {
      known = new HashMap<>();
      for (int i = 0; i < fresh.size(); i++) {
        if (fresh.get(i).remembered()) {
          known.put(key(fresh.get(i)), i);
        }
      }
      places = known;
    }
    return known;
  }

  private static Key key(Entry.Candidate<?> candidate) {
    return new Key(candidate.partition(), candidate.id());
  }

  /** Commands to apply, in log order. */
  List<Entry.Candidate<C>> fresh() {
    return fresh;
  }

  /** Dead letters, in log order within a partition. */
  List<Entry.Refused<C>> refused() {
    return refused;
  }

  /** Commands to answer again. */
  List<Repeat<C>> repeats() {
    return repeats;
  }
}
