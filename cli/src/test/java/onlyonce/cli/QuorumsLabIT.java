package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import onlyonce.chaos.check.Verdict;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.Site;
import onlyonce.cli.lab.quorums.Load;
import onlyonce.cli.lab.quorums.QuorumsLab;
import onlyonce.localcluster.Quorums;
import org.junit.jupiter.api.Test;

/** Readers whose quorum meets every write and readers whose quorum doesn't, on one small run. */
final class QuorumsLabIT {
  private static final Load SMALL =
      new Load(4_000, 2, 16, Duration.ofMillis(500), Duration.ofSeconds(3), 7);

  @Test
  void run_underFaults_onlyQuorumsThatMissEachOtherReadStaleAndBackward() throws Exception {
    Site site =
        new Site(
            RunningPlatform.newFolder("quorums"),
            new LocalPlatform(),
            new Unseen(),
            Clock.systemUTC());

    Findings findings =
        new QuorumsLab(List.of(List.of(new Quorums(3, 2, 1), new Quorums(3, 2, 2))), SMALL)
            .run(site);

    assertThat(findings.verdict())
        .as(findings.conclusion() + findings.notes())
        .isEqualTo(Verdict.VALID);
    assertThat(findings.table().rows()).hasSize(2);
  }

  /** Nobody watches. */
  private static final class Unseen implements Site.Display {
    @Override
    public void step(String line, long done, long total) {}

    @Override
    public void say(String line) {}
  }
}
