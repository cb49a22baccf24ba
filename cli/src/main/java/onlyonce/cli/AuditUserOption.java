package onlyonce.cli;

import picocli.CommandLine.Option;

/** As whom a command reads the shards. */
final class AuditUserOption {
  @Option(
      names = "--database-user",
      defaultValue = "onlyonce_audit",
      description = "Reads the shards. Default: ${DEFAULT-VALUE}")
  private String name = "onlyonce_audit";

  String name() {
    return name;
  }
}
