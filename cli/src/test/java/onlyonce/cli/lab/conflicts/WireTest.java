package onlyonce.cli.lab.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WireTest {
  private final Version version = VersionVectorTest.version("C1 knew A2 B1");

  @Test
  void write_isReadAsItWas() {
    Wire.Write write = new Wire.Write("cart \"1\"", version);

    assertThat(Wire.write(Wire.write(write))).isEqualTo(write);
  }

  @Test
  void siblings_areReadAsTheyWere() {
    Siblings siblings = Siblings.only(version).with(VersionVectorTest.version("A3 knew A2"));

    assertThat(siblings.versions()).hasSize(2);
    assertThat(Wire.siblings(Wire.siblings(siblings))).isEqualTo(siblings);
    assertThat(Wire.siblings(Wire.siblings(Siblings.NONE))).isEqualTo(Siblings.NONE);
  }
}
