package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConfigurationTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void home_flagBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
    Path file = directory.resolve("onlyonce.properties");

    assertThat(home(Map.of(), file)).isEqualTo(Path.of(".onlyonce").toAbsolutePath());
    Files.writeString(file, "home=/from/file\n");
    assertThat(home(Map.of(), file)).isEqualTo(Path.of("/from/file"));
    assertThat(home(Map.of("ONLYONCE_HOME", "/from/env"), file)).isEqualTo(Path.of("/from/env"));
    assertThat(home(Map.of("ONLYONCE_HOME", "/from/env"), file, "--home=/from/flag"))
        .isEqualTo(Path.of("/from/flag"));
  }

  @Test
  void wordsOfAnOption_becomeOneVariable() throws IOException {
    Path none = directory.resolve("none.properties");
    KafkaOptions options = new KafkaOptions();
    CommandLine commandLine = new CommandLine(options);
    commandLine.setDefaultValueProvider(
        Configuration.of(Map.of("ONLYONCE_BOOTSTRAP_SERVERS", "kafka:9092"), none));

    commandLine.parseArgs();

    assertThat(options.bootstrapServers()).isEqualTo("kafka:9092");
  }

  private static Path home(Map<String, String> environment, Path file, String... args) {
    HomeOption option = new HomeOption();
    CommandLine commandLine = new CommandLine(option);
    commandLine.setDefaultValueProvider(Configuration.of(environment, file));
    commandLine.parseArgs(args);
    return option.path();
  }
}
