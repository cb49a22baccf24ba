package onlyonce.localcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import onlyonce.localcluster.kafka.BrokerAddress;
import onlyonce.localcluster.kafka.BrokerAotCache;
import onlyonce.localcluster.process.LocalClusterException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the brokers' AOT cache, if nobody has made it or is at it. It is only a convenience:
 * whatever goes wrong, brokers start without.
 */
final class MakeBrokerCache {
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private final Installation installation;

  MakeBrokerCache(Installation installation) {
    this.installation = installation;
  }

  /** The cache is there, or can't be made here in a way that ends with us, or failed before. */
  static boolean needless(Installation installation) {
    return FAILED.get()
        || installation.brokerCache().exists()
        || !installation.launcher().platform().namespaces();
  }

  void run() {
    BrokerAotCache cache = installation.brokerCache();
    Path lockFile = cache.cache().folder().resolve("aot.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        FreePorts ports = new FreePorts()) {
      if (lock == null || cache.exists()) {
        return;
      }
      BrokerAddress address = new BrokerAddress(1, ports.take(0), ports.take(0));
      Path template = installation.brokerTemplate();
      ports.release(address.clientPort());
      ports.release(address.controllerPort());
      cache.make(installation.launcher(), template, address);
    } catch (IOException | LocalClusterException e) {
      FAILED.set(true); // the next process tries again
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
