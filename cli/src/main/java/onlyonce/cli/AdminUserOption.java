package onlyonce.cli;

import picocli.CommandLine.Option;

/** As whom a command changes the shards' schemas. */
final class AdminUserOption {
  @Option(
      names = "--admin-user",
      defaultValue = "postgres",
      description = "May create schemas and roles. Default: ${DEFAULT-VALUE}")
  private String name = "postgres";

  String name() {
    return name;
  }
}
