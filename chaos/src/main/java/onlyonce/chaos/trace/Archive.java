package onlyonce.chaos.trace;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.Sources;
import onlyonce.chaos.recording.RecordedHistory;
import onlyonce.messages.Partitioning;

/** Where stories are looked for: a live platform, or a history's file. */
public interface Archive {
  Partitioning partitioning();

  /** Which parts of the log to read for an id, one after the other, until its story is whole. */
  List<Span> spans(UUID id);

  /**
   * The history with only that part of its log, and perhaps without the rows of other ids.
   *
   * @param ids of the commands, and of their transfer
   */
  Sources within(Span span, Set<UUID> ids);

  /**
   * Records by when they were appended.
   *
   * @param fromMillis the first, milliseconds since 1970
   * @param toMillis the last
   */
  record Span(long fromMillis, long toMillis) {
    public static final Span ALL = new Span(0, Long.MAX_VALUE);
  }

  /** All of a file is read: it is one stream for each partition. */
  static Archive of(RecordedHistory history) {
    return new Archive() {
      @Override
      public Partitioning partitioning() {
        return history.run().partitioning();
      }

      @Override
      public List<Span> spans(UUID id) {
        return List.of(Span.ALL);
      }

      @Override
      public Sources within(Span span, Set<UUID> ids) {
        return history;
      }
    };
  }
}
