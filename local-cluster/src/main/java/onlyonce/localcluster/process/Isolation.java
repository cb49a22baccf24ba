package onlyonce.localcluster.process;

/** What a child gets of its own. */
public enum Isolation {
  /** Nothing: it shares everything with its parent. */
  NONE,
  /**
   * A user, PID and IPC namespace, where the platform has them. The end of the namespace's first
   * process ends everything in it: the one way to end a server whose workers leave its process
   * group. And inside, root is nobody, which is what a server that refuses root asks for.
   */
  NAMESPACES
}
