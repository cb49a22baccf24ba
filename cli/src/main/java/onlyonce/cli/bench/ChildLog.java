package onlyonce.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What a subject's process says about itself, and what the system says of it. */
final class ChildLog {
  private static final String HIGH_WATER = "VmHWM:";

  private ChildLog() {}

  /**
   * What the latest process of that log wrote: a log is kept and continued by the next run that
   * reports into the same folder.
   *
   * @param begin the line that each process begins with
   */
  static List<String> lines(String log, String begin) {
    try {
      List<String> all = Files.readAllLines(Path.of(log), UTF_8);
      return all.subList(Math.max(0, all.lastIndexOf(begin)), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  /** A collection of the heap: when, and the bytes in use before and after it. */
  record Collection(long atMillis, long beforeBytes, long afterBytes) {}

  static List<Collection> collections(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(HeapWatch.LINE))
        .map(
            line -> {
              long[] numbers = numbers(line, HeapWatch.LINE);
              return new Collection(numbers[0], numbers[1], numbers[2]);
            })
        .toList();
  }

  /** The rates that {@link ReadCeiling} says, without the first one, its warm-up. */
  static List<Double> readings(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(ReadCeiling.LINE))
        .skip(1)
        .map(
            line -> {
              long[] numbers = numbers(line, ReadCeiling.LINE);
              return numbers[0] * 1e9 / numbers[1];
            })
        .toList();
  }

  private static long[] numbers(String line, String head) {
    return java.util.Arrays.stream(line.substring(head.length()).strip().split(" ", -1))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  /** The most memory that a living process ever had resident, in bytes; nothing but on Linux. */
  static OptionalLong mostResident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), UTF_8).stream()
          .filter(line -> line.startsWith(HIGH_WATER))
          .mapToLong(
              line ->
                  1024
                      * Long.parseLong(
                          line.substring(HIGH_WATER.length()).strip().split(" ", 2)[0]))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty(); // Another system, or the process has just ended.
    }
  }
}
