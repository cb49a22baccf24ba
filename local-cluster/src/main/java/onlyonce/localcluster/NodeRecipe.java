package onlyonce.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Signal;
import org.jspecify.annotations.Nullable;

/** How one kind of node is started, known to be ready, and asked to end. */
sealed interface NodeRecipe permits BrokerRecipe, DatabaseRecipe, RoleRecipe {
  String name();

  String role();

  @Nullable String address();

  Path log();

  /** Writes what the node reads at its start, and tells how it is started. */
  Command prepare();

  boolean isReady(ChildProcess process);

  Duration readyWithin();

  Signal stopSignal();

  /** How long it gets after that signal before it is killed. */
  Duration stopWithin();
}
