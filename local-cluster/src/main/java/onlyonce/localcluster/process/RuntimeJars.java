package onlyonce.localcluster.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The jars that brokers and databases are made of, as Maven resolved them when this module was
 * built. They stay in the local Maven repository: nobody's class path inherits them.
 */
public record RuntimeJars(List<Path> jars) {
  private static final String RESOURCE = "/onlyonce/localcluster/broker.classpath";

  public RuntimeJars {
    jars = List.copyOf(jars);
  }

  public static RuntimeJars load() {
    try (InputStream in = RuntimeJars.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new LocalClusterException(
            "the list of broker jars is missing ("
                + RESOURCE
                + "): build local-cluster with Maven");
      }
      String classPath = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      List<Path> jars =
          Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator), -1))
              .map(Path::of)
              .toList();
      List<Path> missing = jars.stream().filter(jar -> !Files.isReadable(jar)).toList();
      if (!missing.isEmpty()) {
        throw new LocalClusterException(
            missing.size()
                + " jars of the brokers can't be read, the first is "
                + missing.getFirst()
                + ": run the build (mvn install) again, as this user");
      }
      return new RuntimeJars(jars);
    } catch (IOException e) {
      throw new LocalClusterException("cannot read " + RESOURCE, e);
    }
  }

  /** In the form that the Java launcher takes. */
  public String classPath() {
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  /** The one jar whose file name begins so. */
  public Path named(String prefix) {
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () ->
                new LocalClusterException(
                    "no " + prefix + "*.jar among the runtime jars: build local-cluster again"));
  }
}
