package onlyonce.localcluster;

import java.util.Arrays;
import java.util.List;

/** Runs a tool in a process whose output a test can read: servers, tool, arguments. */
final class KafkaToolMain {
  private KafkaToolMain() {}

  public static void main(String[] args) {
    List<String> rest = Arrays.asList(args).subList(2, args.length);
    System.exit(KafkaTools.run(args[1], args[0], rest));
  }
}
