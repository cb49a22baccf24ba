package onlyonce.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another process of the cluster: a processor, a producer, anything.
 *
 * @param name unique in the cluster, such as {@code processor-1}
 * @param role what it is, such as {@code processor}
 * @param command program and arguments
 * @param environment added to the supervisor's
 * @param directory where it runs; null for its own folder under the home
 * @param address what {@code status} says of it, if it has one
 * @param readyWithin how long it may take until it is ready
 */
public record RoleSpec(
    String name,
    String role,
    List<String> command,
    Map<String, String> environment,
    @Nullable Path directory,
    @Nullable String address,
    Readiness readiness,
    Duration readyWithin) {

  public RoleSpec {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new IllegalArgumentException("a role's name is also its folder's: " + name);
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A command that is ready as soon as it runs. */
  public static RoleSpec of(String name, String role, List<String> command) {
    return new RoleSpec(
        name, role, command, Map.of(), null, null, new Readiness.Running(), Duration.ofSeconds(30));
  }

  /** A main class under this JVM's Java. The class path goes by the environment. */
  public static RoleSpec java(
      String name,
      String role,
      String classPath,
      List<String> jvmOptions,
      String mainClass,
      List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add(mainClass);
    command.addAll(args);
    return of(name, role, command).withEnvironment(Map.of("CLASSPATH", classPath));
  }

  /** Adds to the environment. */
  public RoleSpec withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new RoleSpec(name, role, command, all, directory, address, readiness, readyWithin);
  }

  public RoleSpec withDirectory(Path where) {
    return new RoleSpec(name, role, command, environment, where, address, readiness, readyWithin);
  }

  public RoleSpec withAddress(String where) {
    return new RoleSpec(name, role, command, environment, directory, where, readiness, readyWithin);
  }

  public RoleSpec readyWhen(Readiness what, Duration within) {
    return new RoleSpec(name, role, command, environment, directory, address, what, within);
  }
}
