package onlyonce.cli.lab.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real databases that exchange through real Kafka. */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConflictsIT {
  private static final FillCarts.Plan CARTS = new FillCarts.Plan(4, 5, 10, 3);
  private final TestScope scope;

  ConflictsIT(TestScope scope) {
    this.scope = scope;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      useHeadersInDisplayName = true,
      textBlock =
          """
          policy     ; x          ; y                   ; y, resolved ; carts agree ; items are lost
          arrival    ; 14, 10, 14 ; 14, 10, 14          ; 14, 10, 14  ; false       ; true
          lww_skewed ; 10, 10, 10 ; 10, 10, 10          ; 10, 10, 10  ; true        ; true
          causality  ; 14, 14, 14 ; 10, 10, 10          ; 10, 10, 10  ; true        ; true
          siblings   ; 14, 14, 14 ; 10|14, 10|14, 10|14 ; 14, 14, 14  ; true        ; false
          """)
  void policy(
      String name, String aware, String unaware, String resolved, boolean agree, boolean lost)
      throws Exception {
    Variant variant =
        Variant.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();

    Measured measured = ConflictsLab.measure(setup(variant), variant, CARTS);

    assertThat(TellConflicts.shown(measured.aware().shown())).isEqualTo(aware);
    assertThat(TellConflicts.shown(measured.unaware().shown())).isEqualTo(unaware);
    assertThat(TellConflicts.shown(measured.unaware().resolved())).isEqualTo(resolved);
    assertThat(measured.carts().acknowledged()).isEqualTo(3 * 15);
    assertThat(measured.carts().disagreed() == 0).isEqualTo(agree);
    assertThat(measured.carts().lost() > 0).isEqualTo(lost);
  }

  @Test
  void group_thatBeganAnew_goesOnWhereItWas() throws Exception {
    Group.Setup setup = setup(Variant.SIBLINGS, "again");
    try (Group group = Group.start(setup);
        SiteClient a = group.client("A")) {
      group.links().cutAll(group.sites());
      a.write("x", "before", VersionVector.NOTHING);
    }
    try (Group group = Group.start(setup);
        SiteClient a = group.client("A");
        SiteClient c = group.client("C")) {
      SiteClient.Reading reading = a.read("x");
      a.write("y", "after", VersionVector.NOTHING);
      group.written("A").incrementAndGet(); // the one before
      group.awaitAllHeard();

      assertThat(reading.values()).containsExactly("before");
      assertThat(c.read("x")).isEqualTo(reading);
      assertThat(c.read("y").values()).containsExactly("after");
    }
  }

  private Group.Setup setup(Variant variant) {
    return setup(variant, variant.name());
  }

  private Group.Setup setup(Variant variant, String name) {
    SortedMap<String, Shard> databases = new TreeMap<>();
    databases.put("A", scope.shards(name + "_ab").get(0));
    databases.put("B", scope.shards(name + "_ab").get(1));
    databases.put("C", scope.shards(name + "_c").get(0));
    return new Group.Setup(
        variant.policy(),
        databases,
        ConflictsLab.clocks(variant, InstantSource.system()),
        Map.of("bootstrap.servers", scope.bootstrapServers()),
        scope.createTopic(name, 3));
  }
}
