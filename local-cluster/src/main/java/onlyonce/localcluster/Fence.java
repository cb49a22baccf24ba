package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * Deeds on nodes under numbers, one after the other: whoever comes with a lower number than
 * somebody before does nothing. The highest one outlives the cluster, as those who act under them
 * may.
 *
 * <p>A database cannot check a number before it is promoted, since a standby stores nothing; and
 * checked by whoever asks for it, a pause may lie between check and deed. Here they are one.
 */
final class Fence {
  private final Path file;
  private long highest;

  Fence(Path file) {
    this.file = file;
    try {
      this.highest = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException | NumberFormatException e) {
      throw new LocalClusterException("cannot read " + file, e);
    }
  }

  synchronized <T> T act(long number, String deed, Supplier<T> act) {
    enter(number, deed);
    return act.get();
  }

  /** Only the check, for deeds that take long and do no harm when they come late. */
  synchronized void enter(long number, String deed) {
    if (number < highest) {
      throw new LocalClusterException(
          "%s is refused under number %d: somebody acted here under number %d since"
              .formatted(deed, number, highest));
    }
    if (number > highest) {
      store(number);
      highest = number;
    }
  }

  /** With the data that it stood before. */
  synchronized void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LocalClusterException("cannot delete " + file, e);
    }
  }

  private void store(long number) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, number + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write " + file, e);
    }
  }
}
