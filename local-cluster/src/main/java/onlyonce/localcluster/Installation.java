package onlyonce.localcluster;

import java.nio.file.Path;
import onlyonce.localcluster.kafka.BrokerAotCache;
import onlyonce.localcluster.kafka.BrokerFolder;
import onlyonce.localcluster.kafka.KafkaJava;
import onlyonce.localcluster.postgres.PostgresBinaries;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.Platform;
import onlyonce.localcluster.process.RuntimeJars;
import onlyonce.localcluster.process.UserCache;

/** The programs that nodes are made of, and what starts them. */
final class Installation implements AutoCloseable {
  private final RuntimeJars jars;
  private final UserCache cache;
  private final Launcher launcher;
  private final KafkaJava kafka;

  private Installation(RuntimeJars jars, UserCache cache, Launcher launcher) {
    this.jars = jars;
    this.cache = cache;
    this.launcher = launcher;
    this.kafka = KafkaJava.ofThisJvm(jars);
  }

  static Installation find() {
    return new Installation(
        RuntimeJars.load(), UserCache.ofThisUser(), new Launcher(Platform.detect()));
  }

  KafkaJava kafka() {
    return kafka;
  }

  /**
   * Unpacked at the first call of all; several servers that start at once wait for one unpacking.
   */
  synchronized PostgresBinaries postgres() {
    return PostgresBinaries.unpacked(jars, cache);
  }

  /** What formats a broker: like the binaries, made once for all that wait for it. */
  synchronized Path brokerTemplate() {
    return BrokerFolder.template(kafka, launcher, cache);
  }

  BrokerAotCache brokerCache() {
    return new BrokerAotCache(kafka, cache);
  }

  Launcher launcher() {
    return launcher;
  }

  /** Ends everything that was launched and still lives. */
  @Override
  public void close() {
    launcher.close();
  }
}
