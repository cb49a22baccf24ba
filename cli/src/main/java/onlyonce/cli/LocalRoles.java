package onlyonce.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.StrikeWatch;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.Readiness;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.RoleSpec;
import onlyonce.messages.Semantics;

/** The platform's roles as processes of a local cluster. */
final class LocalRoles {
  private static final String WATCH = StrikeWatch.WATCH_ROLE;

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          // What a batch needs lives through a collection or two, and should not grow old there.
          "-XX:NewRatio=1",
          "-XX:SurvivorRatio=4",
          "-XX:+UseTransparentHugePages",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlogback.configurationFile=logback-role.xml");

  private final Path home;
  private final String bootstrapServers;
  private final List<String> moreOptions;
  private final Optional<Semantics> semantics;

  private LocalRoles(
      Path home, String bootstrapServers, List<String> moreOptions, Optional<Semantics> semantics) {
    this.home = home;
    this.bootstrapServers = bootstrapServers;
    this.moreOptions = moreOptions;
    this.semantics = semantics;
  }

  /** Roles that stay. */
  static LocalRoles of(Path home, String bootstrapServers) {
    return new LocalRoles(home, bootstrapServers, List.of(), Optional.empty());
  }

  /** Roles that run for minutes: what they would compile well would hardly be used any more. */
  static LocalRoles ofAShortRun(Path home, String bootstrapServers) {
    return new LocalRoles(home, bootstrapServers, ClusterSpec.LIGHT_COMPILATION, Optional.empty());
  }

  /** The same roles, promising this, whatever environment they inherit. */
  LocalRoles under(Semantics promise) {
    return new LocalRoles(home, bootstrapServers, moreOptions, Optional.of(promise));
  }

  /** Two processors and two orchestrators: one of each may die. */
  List<RoleSpec> standing() {
    return List.of(
        processor("processor-1"),
        processor("processor-2"),
        orchestrator("orchestrator-1"),
        orchestrator("orchestrator-2"));
  }

  /** The same, and two watches where there are standbys that could take over: one may die. */
  List<RoleSpec> standing(Replication replication, String... watchOptions) {
    List<RoleSpec> all = new ArrayList<>(standing());
    if (replication.standbys() > 0) {
      all.add(watch("watch-1", watchOptions));
      all.add(watch("watch-2", watchOptions));
    }
    return all;
  }

  /**
   * @param options besides the name
   */
  RoleSpec watch(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--name=" + name));
    arguments.addAll(List.of(options));
    return role(name, WATCH, "96m", arguments);
  }

  RoleSpec processor(String name) {
    List<String> arguments = new ArrayList<>(List.of("--name=" + name));
    semantics.ifPresent(promise -> arguments.add("--semantics=" + promise));
    return role(name, "processor", "256m", arguments);
  }

  RoleSpec orchestrator(String name) {
    List<String> arguments =
        new ArrayList<>(List.of("--name=" + name, "--state-dir=" + home.resolve("orchestrators")));
    semantics.ifPresent(promise -> arguments.add("--semantics=" + promise));
    return role(name, "orchestrator", "256m", arguments);
  }

  /** A role that runs a command of ours with its arguments. */
  RoleSpec role(String name, String command, String heap, List<String> arguments) {
    List<String> options = new ArrayList<>(JVM);
    options.addAll(moreOptions);
    options.add("-Xmx" + heap);
    List<String> args = new ArrayList<>();
    args.add(command);
    args.add("--bootstrap-servers=" + bootstrapServers);
    args.add("--home=" + home);
    args.addAll(arguments);
    return RoleSpec.java(
            name,
            command,
            System.getProperty("java.class.path"),
            options,
            Main.class.getName(),
            args)
        .readyWhen(new Readiness.LogLine(Role.READY), READY_WITHIN);
  }
}
