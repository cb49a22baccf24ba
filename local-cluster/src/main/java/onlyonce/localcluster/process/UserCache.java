package onlyonce.localcluster.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where what takes long to make is kept, for this user, over all clusters: under {@code
 * XDG_CACHE_HOME}, {@code ~/.cache} or, for users without a home, the temporary folder.
 */
public record UserCache(Path folder) {

  private static final String NEW = ".new-";

  /** Makes one entry of the cache in an empty folder. */
  @FunctionalInterface
  public interface Maker {
    void make(Path emptyFolder) throws IOException;
  }

  public static UserCache ofThisUser() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    String home = System.getProperty("user.home", "");
    List<Path> candidates =
        Stream.of(
                xdg == null || xdg.isBlank() ? null : Path.of(xdg, "onlyonce"),
                home.isBlank() || home.equals("?") ? null : Path.of(home, ".cache", "onlyonce"),
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "onlyonce-" + System.getProperty("user.name")))
            .filter(java.util.Objects::nonNull)
            .toList();
    return candidates.stream()
        .filter(UserCache::usable)
        .findFirst()
        .map(UserCache::new)
        .orElseThrow(
            () -> new LocalClusterException("none of these can be written: " + candidates));
  }

  /** The entry's folder; made first when it is not there yet. Nobody ever sees half of one. */
  public Path entry(String name, Maker maker) {
    Path entry = folder.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    deleteHalves(name + NEW);
    Path fresh = folder.resolve(name + NEW + UUID.randomUUID());
    try {
      Files.createDirectories(fresh);
      maker.make(fresh);
      moveUnlessThere(fresh, entry);
      return entry;
    } catch (IOException e) {
      throw new LocalClusterException("cannot make the cache entry " + entry, e);
    } finally {
      deleteTree(fresh);
    }
  }

  /** Deletes a folder with everything in it, if it is there. */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new LocalClusterException("cannot delete " + folder, e);
    }
  }

  /** What makers left that were killed at it; a living one is done within the hour. */
  private void deleteHalves(String prefix) {
    Instant old = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> halves = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path half : halves) {
        if (Files.getLastModifiedTime(half).toInstant().isBefore(old)) {
          deleteTree(half);
        }
      }
    } catch (IOException e) {
      throw new LocalClusterException("cannot clean the cache " + folder, e);
    }
  }

  private static void moveUnlessThere(Path fresh, Path entry) throws IOException {
    try {
      Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(entry)) { // else another process was faster
        throw e;
      }
    }
  }

  private static boolean usable(Path folder) {
    try {
      Files.createDirectories(folder);
      // In a temporary folder that all share, somebody else may have taken the name.
      return Files.isWritable(folder)
          && Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false;
    }
  }
}
