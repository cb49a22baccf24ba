package onlyonce.localcluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** What lies where under a cluster's home. */
record ClusterHome(Path path) {
  /** A Unix socket's path must fit 108 bytes with its end, on some systems fewer. */
  private static final int LONGEST_SOCKET_PATH_BYTES = 100;

  Path nodes() {
    return path.resolve("nodes");
  }

  Path node(String name) {
    return nodes().resolve(name);
  }

  Path log(String node) {
    return node(node).resolve("log").resolve(node + ".log");
  }

  Path clusterFile() {
    return path.resolve("cluster.json");
  }

  Path identityFile() {
    return nodes().resolve("identity.json");
  }

  Path networkLog() {
    return nodes().resolve("network.log");
  }

  Path fenceFile() {
    return nodes().resolve("fence");
  }

  Path lockFile() {
    return nodes().resolve("lock");
  }

  Path supervisorLog() {
    return path.resolve("supervisor.log");
  }

  /** In the home, or in the temporary folder when that path is too long for a socket. */
  Path socket() {
    Path inside = path.resolve("supervisor.sock");
    byte[] bytes = inside.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_SOCKET_PATH_BYTES) {
      return inside;
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "onlyonce-" + UUID.nameUUIDFromBytes(bytes) + ".sock");
  }
}
