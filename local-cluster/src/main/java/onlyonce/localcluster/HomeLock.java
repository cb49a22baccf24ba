package onlyonce.localcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import onlyonce.localcluster.process.LocalClusterException;
import org.jspecify.annotations.Nullable;

/** One cluster a home. The system lets the lock go when its holder dies, however it dies. */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  static HomeLock acquire(ClusterHome home) {
    try {
      Files.createDirectories(home.nodes());
      FileChannel channel =
          FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new LocalClusterException(
            "a cluster runs in "
                + home.path()
                + " already: use it, stop it with `onlyonce down`, or choose another --home");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new LocalClusterException("cannot lock " + home.lockFile(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LocalClusterException("cannot unlock the home", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }
}
