package onlyonce.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterStatus;
import org.jspecify.annotations.Nullable;

/** A cluster in whose way something happens. */
final class WiredCluster {
  private WiredCluster() {}

  /**
   * @param lists its status with servers in this order
   * @param fenced else whoever acts under a number acts as if it were the latest
   * @param beforePromoting done between choosing a standby and promoting it
   */
  record Wires(UnaryOperator<ClusterStatus> lists, boolean fenced, Runnable beforePromoting) {}

  static Cluster of(Cluster real, Wires wires) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
          }
          if (method.getName().equals("under")) {
            return of(wires.fenced() ? real.under((long) args[0]) : real, wires);
          }
          if (method.getName().equals("promote")) {
            wires.beforePromoting().run();
          }
          try {
            @Nullable Object result = method.invoke(real, args);
            return result instanceof ClusterStatus status ? wires.lists().apply(status) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Cluster)
        Proxy.newProxyInstance(
            WiredCluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, handler);
  }
}
