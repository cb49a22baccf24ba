package onlyonce.cli.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What all runs of a soak come to. A run that drew no fault proves nothing, and does not count. */
record SoakSummary(List<SoakedRun> runs) {
  SoakSummary {
    runs = List.copyOf(runs);
  }

  /** In how many valid runs each kind was drawn, aims aside. */
  Map<String, Integer> kinds() {
    Map<String, Integer> counts = new TreeMap<>();
    for (SoakedRun run : counted()) {
      TreeSet<String> kinds =
          run.faults().stream()
              .map(fault -> fault.contains(" ") ? fault.substring(0, fault.indexOf(' ')) : fault)
              .collect(Collectors.toCollection(TreeSet::new));
      kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    }
    return counts;
  }

  private List<SoakedRun> counted() {
    return runs.stream().filter(run -> run.isValid() && !run.faults().isEmpty()).toList();
  }

  String inWords() {
    List<SoakedRun> counted = counted();
    long quiet = runs.stream().filter(run -> run.isValid() && run.faults().isEmpty()).count();
    long bad = runs.stream().filter(run -> !run.isValid()).count();
    long fewest = counted.stream().mapToLong(SoakedRun::duringFaults).min().orElse(0);
    StringBuilder words =
        new StringBuilder(
            "%d runs: %d valid with faults, %d valid without, %d not valid; %,d intents, at least %,d during faults in each%n"
                .formatted(
                    runs.size(),
                    counted.size(),
                    quiet,
                    bad,
                    runs.stream().mapToLong(SoakedRun::intents).sum(),
                    fewest));
    kinds().forEach((kind, count) -> words.append("  %-20s in %d%n".formatted(kind, count)));
    return words.toString().stripTrailing();
  }
}
