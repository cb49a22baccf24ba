package onlyonce.localcluster.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.process.RuntimeJars;

/** How Kafka's own main classes are run: our Java, the jars of this build. */
public record KafkaJava(Path java, RuntimeJars jars) {
  private static final List<String> QUIET =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData", // its files in /tmp outlive a SIGKILL
          "-Djava.awt.headless=true",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  public static KafkaJava ofThisJvm(RuntimeJars jars) {
    return new KafkaJava(Path.of(System.getProperty("java.home"), "bin", "java"), jars);
  }

  /** Kafka's version, as its jar's name tells it. */
  public String version() {
    return jars.named("kafka_").getFileName().toString().replaceAll("^kafka_[0-9.]+-|\\.jar$", "");
  }

  /** The class path goes by the environment: the process list stays readable. */
  public Map<String, String> environment() {
    return Map.of("CLASSPATH", jars.classPath());
  }

  /** A short run: compiled lightly, since it ends before more would pay. */
  public List<String> tool(String mainClass, List<String> args) {
    return command(List.of("-XX:TieredStopAtLevel=1"), mainClass, args);
  }

  public List<String> broker(String name, BrokerFolder folder, List<String> moreOptions) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Donlyonce.node=" + name,
                "-Dlog4j2.configurationFile=" + folder.path().resolve("log4j2.properties")));
    options.addAll(moreOptions);
    return command(options, "kafka.Kafka", List.of(folder.properties().toString()));
  }

  private List<String> command(List<String> options, String mainClass, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(QUIET);
    command.addAll(options);
    command.add(mainClass);
    command.addAll(args);
    return command;
  }
}
