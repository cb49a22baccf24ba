package onlyonce.localcluster;

import java.nio.file.Path;

/** A supervisor's process, as {@code cli} has one: home, brokers, shards, standbys. */
final class SupervisorMain {
  private SupervisorMain() {}

  public static void main(String[] args) {
    ClusterSpec spec =
        ClusterSpec.at(Path.of(args[0]))
            .withBrokers(Integer.parseInt(args[1]))
            .withShards(Integer.parseInt(args[2]))
            .withReplication(Replication.async(Integer.parseInt(args[3])));
    Supervisor.serveDetached(spec, cluster -> {}, System.out::println);
  }
}
