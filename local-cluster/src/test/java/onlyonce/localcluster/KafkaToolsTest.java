package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaToolsTest {

  @Test
  void withBootstrap_absent_isAdded() {
    assertThat(KafkaTools.withBootstrap("topics", "h:1", List.of("--list")))
        .containsExactly("--bootstrap-server", "h:1", "--list");
  }

  @Test
  void withBootstrap_afterAnAction_followsIt() {
    assertThat(KafkaTools.withBootstrap("cluster", "h:1", List.of("cluster-id")))
        .containsExactly("cluster-id", "--bootstrap-server", "h:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bootstrap-server=x:1",
        "--bootstrap-server",
        "--bootstrap-controller",
        "--help"
      })
  void withBootstrap_named_isLeftAlone(String arg) {
    assertThat(KafkaTools.withBootstrap("topics", "h:1", List.of(arg))).containsExactly(arg);
  }

  @Test
  void withBootstrap_offlineTool_getsNone() {
    assertThat(KafkaTools.withBootstrap("dump-log", "h:1", List.of("--files", "f")))
        .containsExactly("--files", "f");
  }

  @Test
  void run_unknownTool_listsThoseThereAre() {
    assertThatThrownBy(() -> KafkaTools.run("toppics", "h:1", List.of()))
        .hasMessageContaining("no tool named toppics")
        .hasMessageContaining("console-producer");
  }
}
