package onlyonce.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A cluster's home as the first version left it: brokers' logs, databases, journals and the
 * orchestrators' state, in whatever order of events it was written; see the test that opens it.
 */
record OldHome(Path path) {
  private static final String ARCHIVE = "home-of-the-first-version.tar.xz";
  // In the order of a mode's bits, from the owner's right to read down.
  private static final List<PosixFilePermission> BITS =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /** Unpacks it with its permissions: PostgreSQL refuses a data folder that others can enter. */
  static OldHome unpack(Path target) throws IOException {
    Path root = target.toAbsolutePath().normalize();
    try (InputStream resource =
            Objects.requireNonNull(OldHome.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        TarArchiveInputStream archive =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(resource)))) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root) || !(entry.isDirectory() || entry.isFile())) {
          throw new IOException("no place for " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.copy(archive, path);
        }
        Files.setPosixFilePermissions(path, permissions(entry.getMode()));
      }
    }
    return new OldHome(root);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    IntStream.range(0, BITS.size())
        .filter(bit -> (mode >> (BITS.size() - 1 - bit) & 1) == 1)
        .mapToObj(BITS::get)
        .forEach(permissions::add);
    return permissions;
  }

  /** The first broker's port for clients. */
  int brokerPort() {
    return identity().path("brokers").path(0).path("client_port").asInt();
  }

  /** The first database's port. */
  int databasePort() {
    return identity().path("database_ports").path(0).asInt();
  }

  private JsonNode identity() {
    return new ObjectMapper().readTree(path.resolve("nodes").resolve("identity.json").toFile());
  }

  /** Listens on a port, as a stranger does that had it first. */
  static ServerSocket stranger(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
