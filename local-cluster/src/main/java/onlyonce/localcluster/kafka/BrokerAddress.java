package onlyonce.localcluster.kafka;

/** Where one broker is: its node id and its two ports on 127.0.0.1. */
public record BrokerAddress(int id, int clientPort, int controllerPort) {
  public static final String HOST = "127.0.0.1";

  public BrokerAddress {
    if (id < 1 || clientPort < 1 || controllerPort < 1) {
      throw new IllegalArgumentException(
          "ids and ports start at 1: " + id + ", " + clientPort + ", " + controllerPort);
    }
  }

  public String client() {
    return HOST + ":" + clientPort;
  }

  String controller() {
    return HOST + ":" + controllerPort;
  }
}
