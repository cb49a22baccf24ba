package onlyonce.cli;

import java.util.List;
import java.util.stream.Collectors;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.conflicts.ConflictsLab;
import onlyonce.cli.lab.failuredetector.FailureDetectorLab;
import onlyonce.cli.lab.partitioning.PartitioningLab;
import onlyonce.cli.lab.quorums.QuorumsLab;
import onlyonce.cli.lab.twophasecommit.TwoPhaseCommit;

/** The experiments that there are. */
final class LabExperiments {
  static final List<Experiment> ALL =
      List.of(
          new TwoPhaseCommit(),
          new PartitioningLab(),
          new QuorumsLab(),
          new FailureDetectorLab(),
          new ConflictsLab());

  private LabExperiments() {}

  /**
   * @throws UsageException when there is none of that name
   */
  static Experiment named(String name) {
    return ALL.stream()
        .filter(experiment -> experiment.about().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no experiment is named %s; there are: %s"
                        .formatted(
                            name,
                            ALL.stream()
                                .map(experiment -> experiment.about().name())
                                .collect(Collectors.joining(", ")))));
  }
}
