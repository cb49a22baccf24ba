package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.check;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.chaos.history.ReplicaReading.Role;
import onlyonce.chaos.reconcile.SmallBank;
import org.junit.jupiter.api.Test;

final class ReplicasEqualTest {
  private final SmallBank bank = new SmallBank();

  private void replica(String server, Role role, Map<String, String> tables) {
    bank.history.replicas.add(new ReplicaReading("shard-1", server, role, new TreeMap<>(tables)));
  }

  private CheckResult result() {
    return check(bank.report(), "replicas-equal");
  }

  @Test
  void replicasEqual_withoutStandbys_hasNothingToSay() {
    assertThat(result().verdict()).isEqualTo(Verdict.VALID);
    assertThat(result().detail()).isEqualTo("no standbys are known here, so none was read");
  }

  @Test
  void replicasEqual_noneIsAStandbyAnyMore_isUnknown() {
    replica("shard-1", Role.PRIMARY, Map.of("ledger.posting", "4 rows (ab)"));

    assertThat(result().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void replicasEqual_sameTables_isValid() {
    replica("shard-1", Role.PRIMARY, Map.of("ledger.posting", "4 rows (ab)"));
    replica("shard-1-standby-1", Role.STANDBY, Map.of("ledger.posting", "4 rows (ab)"));

    assertThat(result().verdict()).isEqualTo(Verdict.VALID);
    assertThat(result().detail()).contains("1 standbys have what their primaries have");
  }

  @Test
  void replicasEqual_sameCountOfOtherRows_isInvalidAndNamesTheTable() {
    replica("shard-1", Role.PRIMARY, Map.of("ledger.posting", "4 rows (ab)"));
    replica("shard-1-standby-1", Role.STANDBY, Map.of("ledger.posting", "4 rows (ac)"));

    assertThat(bank.report().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result().detail())
        .contains("shard-1-standby-1 has 4 rows (ac) in ledger.posting, shard-1 has 4 rows (ab)");
  }

  @Test
  void replicasEqual_standbyThatDoesNotAnswer_isUnknown() {
    replica("shard-1", Role.PRIMARY, Map.of("ledger.posting", "4 rows (ab)"));
    replica("shard-1-standby-1", Role.STANDBY, Map.of());

    assertThat(result().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void replicasEqual_shardWithoutAStandbyBesideOneThatHasSome_isUnknown() {
    replica("shard-1", Role.PRIMARY, Map.of("ledger.posting", "4 rows (ab)"));
    replica("shard-1-standby-1", Role.STANDBY, Map.of("ledger.posting", "4 rows (ab)"));
    bank.history.replicas.add(
        new ReplicaReading(
            "shard-2",
            "shard-2",
            Role.PRIMARY,
            new TreeMap<>(Map.of("ledger.posting", "4 rows (ab)"))));

    assertThat(result().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result().detail()).contains("shard-2 has no standby left");
  }
}
