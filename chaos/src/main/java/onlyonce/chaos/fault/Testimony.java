package onlyonce.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;

/** What a {@link WitnessMain} has said so far. */
record Testimony(List<Said> said) {
  /** What each line begins with, and a log's other lines don't. */
  static final String MARK = "witness:";

  Testimony {
    said = List.copyOf(said);
  }

  /** One line. Times are in milliseconds since 1970. */
  sealed interface Said permits Acknowledged, Refused, Watermarks {}

  record Acknowledged(long sentMillis, long atMillis) implements Said {}

  record Refused(long sentMillis, long atMillis, String reason) implements Said {}

  /**
   * @param ends the end of each partition's acknowledged part
   */
  record Watermarks(long atMillis, Map<String, Long> ends) implements Said {
    Watermarks {
      ends = Map.copyOf(ends);
    }
  }

  static Testimony in(Path log) {
    try {
      return of(Files.readAllLines(log));
    } catch (IOException e) {
      throw new LocalClusterException("cannot read what the witness said in " + log, e);
    }
  }

  static Testimony of(List<String> lines) {
    return new Testimony(lines.stream().flatMap(line -> read(line).stream()).toList());
  }

  static String written(Said said) {
    return MARK
        + switch (said) {
          case Acknowledged ack -> " acknowledged %d %d".formatted(ack.sentMillis, ack.atMillis);
          case Refused refused ->
              " refused %d %d %s".formatted(refused.sentMillis, refused.atMillis, refused.reason);
          case Watermarks marks ->
              " watermarks %d %s"
                  .formatted(
                      marks.atMillis,
                      new TreeMap<>(marks.ends)
                          .entrySet().stream()
                              .map(end -> end.getKey() + "=" + end.getValue())
                              .collect(Collectors.joining(" ")));
        };
  }

  private static Optional<Said> read(String line) {
    String[] words = line.strip().split(" ", -1);
    // The last line may be half a line.
    if (words.length < 4 || !words[0].equals(MARK)) {
      return Optional.empty();
    }
    long first = Long.parseLong(words[2]);
    return switch (words[1]) {
      case "acknowledged" -> Optional.of(new Acknowledged(first, Long.parseLong(words[3])));
      case "refused" ->
          words.length < 5
              ? Optional.empty()
              : Optional.of(new Refused(first, Long.parseLong(words[3]), words[4]));
      case "watermarks" -> {
        Map<String, Long> ends = new TreeMap<>();
        for (int i = 3; i < words.length; i++) {
          String[] end = words[i].split("=", 2);
          if (end.length == 2 && !end[1].isEmpty()) {
            ends.put(end[0], Long.parseLong(end[1]));
          }
        }
        yield Optional.of(new Watermarks(first, ends));
      }
      default -> Optional.empty();
    };
  }

  /** Records sent since then that are acknowledged, at the latest at that time. */
  long acknowledged(long sentSinceMillis, long untilMillis) {
    return said.stream()
        .filter(
            each ->
                each instanceof Acknowledged ack
                    && ack.sentMillis >= sentSinceMillis
                    && ack.atMillis <= untilMillis)
        .count();
  }

  /** Records sent since then that were refused, at the latest at that time. */
  long refused(long sentSinceMillis, long untilMillis) {
    return said.stream()
        .filter(
            each ->
                each instanceof Refused refused
                    && refused.sentMillis >= sentSinceMillis
                    && refused.atMillis <= untilMillis)
        .count();
  }

  /** What was said of watermarks in between. */
  List<Watermarks> watermarks(long sinceMillis, long untilMillis) {
    return said.stream()
        .filter(Watermarks.class::isInstance)
        .map(Watermarks.class::cast)
        .filter(marks -> marks.atMillis >= sinceMillis && marks.atMillis <= untilMillis)
        .toList();
  }
}
