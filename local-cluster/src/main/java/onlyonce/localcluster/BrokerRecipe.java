package onlyonce.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlyonce.localcluster.kafka.BrokerFolder;
import onlyonce.localcluster.kafka.BrokerSettings;
import onlyonce.localcluster.kafka.KafkaCluster;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Signal;

/** A broker that is a controller too. It is ready when the cluster lists it to clients. */
record BrokerRecipe(
    String name,
    Installation installation,
    ClusterHome home,
    BrokerSettings settings,
    KafkaCluster kafka,
    String clusterId,
    List<String> java)
    implements NodeRecipe {

  private static final String STARTED = "Kafka Server started";

  @Override
  public String role() {
    return NodeStatus.BROKER;
  }

  @Override
  public String address() {
    return settings.self().client();
  }

  @Override
  public Path log() {
    return home.log(name);
  }

  @Override
  public Command prepare() {
    BrokerFolder folder = new BrokerFolder(home.node(name));
    folder.configure(settings);
    folder.format(installation::brokerTemplate, clusterId, settings.self().id());
    List<String> options = new ArrayList<>(java);
    options.addAll(installation.brokerCache().options());
    List<String> argv = installation.kafka().broker(name, folder, options);
    return new Command(
        argv, installation.kafka().environment(), home.node(name), log(), Isolation.NONE);
  }

  @Override
  public boolean isReady(ChildProcess process) {
    return process.log().contains(STARTED) && kafka.lists(settings.self().id());
  }

  @Override
  public Duration readyWithin() {
    return Duration.ofSeconds(90);
  }

  @Override
  public Signal stopSignal() {
    return Signal.TERM;
  }

  /** The last brokers of a quorum find nobody to hand over to, and would wait for minutes. */
  @Override
  public Duration stopWithin() {
    return Duration.ofSeconds(10);
  }
}
