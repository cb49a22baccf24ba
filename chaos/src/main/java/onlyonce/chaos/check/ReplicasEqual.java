package onlyonce.chaos.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.chaos.history.ReplicaReading.Role;

/** At rest every standby has, table by table, what its shard's primary has. */
public final class ReplicasEqual implements Check {
  private static final String NAME = "replicas-equal";

  private List<ReplicaReading> replicas = List.of();

  /** What the servers were found to have. */
  public void read(List<ReplicaReading> all) {
    replicas = List.copyOf(all);
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    Map<String, ReplicaReading> primaries = new TreeMap<>();
    replicas.stream()
        .filter(replica -> replica.role() == Role.PRIMARY)
        .forEach(primary -> primaries.put(primary.shard(), primary));
    List<ReplicaReading> standbys =
        replicas.stream().filter(replica -> replica.role() == Role.STANDBY).toList();
    if (replicas.isEmpty()) {
      return new CheckResult(NAME, Verdict.VALID, "no standbys are known here, so none was read");
    }
    if (standbys.isEmpty()) {
      return new CheckResult(
          NAME, Verdict.UNKNOWN, "none of %d servers is a standby".formatted(replicas.size()));
    }
    Offenders silent = new Offenders();
    Offenders unequal = new Offenders();
    primaries.keySet().stream()
        .filter(shard -> standbys.stream().noneMatch(standby -> standby.shard().equals(shard)))
        .forEach(shard -> silent.add(shard + " has no standby left"));
    for (ReplicaReading standby : standbys) {
      ReplicaReading primary = primaries.get(standby.shard());
      if (primary == null || primary.tables().isEmpty() || standby.tables().isEmpty()) {
        silent.add(standby.server() + " or its primary did not answer");
      } else {
        compare(standby, primary, unequal);
      }
    }
    CheckResult found =
        unequal.result(
            NAME,
            Verdict.INVALID,
            "%d standbys have what their primaries have".formatted(standbys.size()));
    return found.verdict() == Verdict.INVALID
        ? found
        : silent.result(NAME, Verdict.UNKNOWN, found.detail());
  }

  private static void compare(ReplicaReading standby, ReplicaReading primary, Offenders unequal) {
    primary
        .tables()
        .forEach(
            (table, digest) -> {
              String there = String.valueOf(standby.tables().get(table));
              if (!digest.equals(there)) {
                unequal.add(
                    "%s has %s in %s, %s has %s"
                        .formatted(standby.server(), there, table, primary.server(), digest));
              }
            });
  }
}
