package onlyonce.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * All that a run measured. There are none unless every result was verified: a wrong one ends the
 * run.
 *
 * @param rates by name, in the order of measuring
 * @param sensitivity the engine's rate by what was changed
 * @param latencies under each load
 * @param memory of the engine's process
 * @param endurance by tenths of a long run, if that was asked for
 * @param sagas beside their rate, if they were measured
 * @param rowBytes the mean size of a row, by subject and table
 * @param settings of servers and clients, by whose they are
 * @param environment the machine
 */
public record Figures(
    Map<String, Rate> rates,
    Map<String, Rate> sensitivity,
    List<Latency> latencies,
    Optional<Memory> memory,
    Optional<Endurance> endurance,
    Optional<Sagas> sagas,
    Map<String, Map<String, Long>> rowBytes,
    SortedMap<String, SortedMap<String, String>> settings,
    SortedMap<String, String> environment) {

  /**
   * MiB.
   *
   * @param peakHeap the most that was in use, garbage included
   * @param liveHeap the most that a collection left
   * @param resident the most that the process had, 0 where the system does not tell
   */
  record Memory(double peakHeap, double liveHeap, double resident) {
    private static final double MIB = 1 << 20;

    /** The larger of each. */
    Memory most(Memory other) {
      return new Memory(
          Math.max(peakHeap, other.peakHeap),
          Math.max(liveHeap, other.liveHeap),
          Math.max(resident, other.resident));
    }

    static Memory of(MeasureSubject.Result result) {
      return new Memory(
          result.collections().stream().mapToLong(ChildLog.Collection::beforeBytes).max().orElse(0)
              / MIB,
          result.collections().stream().mapToLong(ChildLog.Collection::afterBytes).max().orElse(0)
              / MIB,
          result.resident().orElse(0) / MIB);
    }
  }

  /**
   * One tenth after the other.
   *
   * @param commands of all tenths
   * @param rate of each tenth
   * @param heapMib what was left by the best collection of each tenth
   */
  record Endurance(long commands, Rate rate, List<Double> heapMib) {
    /** The last tenth's rate as a share of the first one's. */
    double ratio() {
      return rate.runs().getLast() / rate.runs().getFirst();
    }
  }

  /** What the rates are to each other, as far as both sides were measured. */
  Map<String, Double> ratios() {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratio(ratios, "engine", "copy-ceiling", Rate::inRoundsOver);
    ratio(ratios, "engine", "per-poll", Rate::inRoundsOver);
    ratio(ratios, "engine", "per-record", Rate::inRoundsOver);
    ratio(ratios, "per-poll", "copy-ceiling", Rate::inRoundsOver);
    ratio(ratios, "engine-resent-5", "engine", Rate::inRoundsOver);
    ratio(ratios, "engine-resent-100", "engine", Rate::medianOver);
    ratio(ratios, "engine-hot-account", "engine", Rate::medianOver);
    return ratios;
  }

  private void ratio(
      Map<String, Double> ratios, String one, String other, ToDoubleBiFunction<Rate, Rate> over) {
    Rate above = rates.get(one);
    Rate below = rates.get(other);
    if (above != null && below != null) {
      ratios.put(one + "/" + other, over.applyAsDouble(above, below));
    }
  }

  /** Sorted, as the report wants it. */
  static SortedMap<String, String> sorted(Map<String, String> settings) {
    return new TreeMap<>(settings);
  }
}
