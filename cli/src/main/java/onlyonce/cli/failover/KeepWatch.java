package onlyonce.cli.failover;

import java.time.Clock;
import java.util.Map;
import onlyonce.localcluster.Cluster;
import org.jspecify.annotations.Nullable;

/** Takes part in the election of the watch, and is on watch for as long as it is elected. */
public final class KeepWatch implements AutoCloseable {
  private final Election election;
  private @Nullable Watch onDuty;

  /**
   * @param groupId of the consumer group that elects
   * @param name of this one, for logs
   */
  public KeepWatch(
      Cluster cluster,
      Map<String, Object> clientProperties,
      String groupId,
      String name,
      WatchOrders orders,
      Clock clock) {
    this.election =
        new Election(
            clientProperties,
            groupId,
            name,
            () -> onDuty = Watch.start(cluster, clientProperties, orders, clock),
            this::relieve);
  }

  private void relieve() {
    if (onDuty != null) {
      onDuty.close();
      onDuty = null;
    }
  }

  /** Until {@link #close} is called from another thread. */
  public void run() {
    election.run();
  }

  @Override
  public void close() {
    election.close();
  }
}
