package onlyonce.cli.lab.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VacuumKeptTest {
  @Test
  void deadRows_ofAReport_areTheSumOverItsTables() {
    String report =
        """
        finished vacuuming "db.ledger.account_p0": index scans: 0
        tuples: 3 removed, 20 remain, 12 are dead but not yet removable
        finished vacuuming "db.ledger.account_p1": index scans: 0
        tuples: 0 removed, 9 remain, 5 are dead but not yet removable
        """;

    assertThat(VacuumKept.deadRows(report)).isEqualTo(17);
  }

  @Test
  void deadRows_ofOtherWords_areNone() {
    assertThat(VacuumKept.deadRows("vacuuming \"db.public.account\"")).isZero();
  }
}
