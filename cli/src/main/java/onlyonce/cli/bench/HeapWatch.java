package onlyonce.cli.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Says after each collection how much heap was used before and after it, as a line of the process's
 * log: milliseconds since 1970 and two numbers of bytes.
 */
public final class HeapWatch {
  /** How such a line begins. */
  static final String LINE = "bench heap";

  private HeapWatch() {}

  /** Watches this process until it ends. */
  public static void start() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, _) -> {
              if (notification.getUserData() instanceof CompositeData data) {
                say(GarbageCollectionNotificationInfo.from(data).getGcInfo());
              }
            },
            null,
            null);
      }
    }
  }

  private static void say(GcInfo collection) {
    long startMillis =
        ManagementFactory.getRuntimeMXBean().getStartTime() + collection.getEndTime();
    System.out.printf(
        "%s %d %d %d%n",
        LINE,
        startMillis,
        heap(collection.getMemoryUsageBeforeGc()),
        heap(collection.getMemoryUsageAfterGc()));
  }

  private static long heap(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> isHeap(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  private static boolean isHeap(String pool) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .anyMatch(
            found ->
                found.getName().equals(pool)
                    && found.getType() == java.lang.management.MemoryType.HEAP);
  }
}
