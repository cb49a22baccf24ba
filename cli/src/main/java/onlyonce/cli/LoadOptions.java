package onlyonce.cli;

import java.util.List;
import onlyonce.producer.GeneratorShape;
import picocli.CommandLine.Option;

/** What generated load looks like. */
final class LoadOptions {
  @Option(
      names = "--accounts",
      defaultValue = "200",
      description = "Accounts to open, half in EUR, half in USD. Default: ${DEFAULT-VALUE}")
  private int accounts = 200;

  @Option(
      names = "--cross",
      defaultValue = "0.5",
      description =
          "Share of transfers between ledger partitions: sagas. Default: ${DEFAULT-VALUE}")
  private double cross = 0.5;

  @Option(
      names = "--resend",
      defaultValue = "0.05",
      description = "Share of transfers sent a second time. Default: ${DEFAULT-VALUE}")
  private double resend = 0.05;

  @Option(
      names = "--refuse",
      defaultValue = "0.02",
      description = "Share of transfers that the ledger must refuse. Default: ${DEFAULT-VALUE}")
  private double refuse = 0.02;

  GeneratorShape shape(long transfers) {
    try {
      return new GeneratorShape(accounts, transfers, cross, resend, refuse);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() == null ? "bad load" : e.getMessage());
    }
  }

  /** The same options for another process. */
  List<String> args() {
    return List.of(
        "--accounts=" + accounts, "--cross=" + cross, "--resend=" + resend, "--refuse=" + refuse);
  }
}
