package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What an operation on a node did, as it was read from the system afterwards. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "effect")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeEffect.Killed.class, name = "killed"),
  @JsonSubTypes.Type(value = NodeEffect.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = NodeEffect.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = NodeEffect.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = NodeEffect.Started.class, name = "started"),
  @JsonSubTypes.Type(value = NodeEffect.Promoted.class, name = "promoted"),
  @JsonSubTypes.Type(value = NodeEffect.Detached.class, name = "detached"),
  @JsonSubTypes.Type(value = NodeEffect.Followed.class, name = "followed"),
  @JsonSubTypes.Type(value = NodeEffect.Rejoined.class, name = "rejoined")
})
public sealed interface NodeEffect {
  String node();

  long pid();

  /** The observation in words. */
  String observed();

  /**
   * @param exit how the process ended, such as {@code signal 9}
   * @param processes how many were seen gone, children included
   */
  record Killed(String node, long pid, String exit, int processes) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d ended by %s, %d process(es) gone".formatted(node, pid, exit, processes);
    }
  }

  /**
   * @param processes how many were seen stopped (state T, every thread), children included
   */
  record Paused(String node, long pid, int processes) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d, %d process(es) in state T".formatted(node, pid, processes);
    }
  }

  /**
   * @param processes how many were seen to have left state T
   */
  record Resumed(String node, long pid, int processes) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d, %d process(es) run again".formatted(node, pid, processes);
    }
  }

  /**
   * @param exit how the process ended when it was asked to
   */
  record Stopped(String node, long pid, String exit) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d stopped, %s".formatted(node, pid, exit);
    }
  }

  /**
   * @param millis from the start of the process to readiness
   */
  record Started(String node, long pid, @Nullable String address, long millis)
      implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d ready%s after %d ms"
          .formatted(node, pid, address == null ? "" : " at " + address, millis);
    }
  }

  /**
   * @param timeline the new one, which the server itself tells
   * @param millis until it was out of recovery
   */
  record Promoted(String node, long pid, int timeline, long millis) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d is a primary on timeline %d after %d ms"
          .formatted(node, pid, timeline, millis);
    }
  }

  /**
   * @param millis until it received nothing
   */
  record Detached(String node, long pid, long millis) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d receives from nobody after %d ms".formatted(node, pid, millis);
    }
  }

  /**
   * @param primary what it streams from, as that one tells
   * @param millis until it streamed
   */
  record Followed(String node, long pid, String primary, long millis) implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d streams from %s after %d ms".formatted(node, pid, primary, millis);
    }
  }

  /**
   * @param primary what it streams from, as that one tells
   * @param bytes how much was copied
   * @param millis until it streamed, copying included
   */
  record Rejoined(String node, long pid, String primary, long bytes, long millis)
      implements NodeEffect {
    @Override
    public String observed() {
      return "%s: pid %d streams from %s after %d ms, %d bytes copied"
          .formatted(node, pid, primary, millis, bytes);
    }
  }
}
