package onlyonce.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A history's file instead of a platform that runs. */
final class HistoryOption {
  /** What a file is called in the folder of its run. */
  static final String FILE_NAME = "history.zip";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Reads this file instead, which an earlier demo or reconcile left in its folder as "
              + FILE_NAME
              + ". No cluster is needed.")
  private @Nullable Path file;

  /**
   * The file, if one was named.
   *
   * @param contradicting the options that are about a platform that runs
   * @throws UsageException when one of them was given too
   */
  Optional<Path> file(String... contradicting) {
    ParseResult given = command.commandLine().getParseResult();
    for (String option : contradicting) {
      if (file != null && given.hasMatchedOption(option)) {
        throw new UsageException(
            "--history reads a file and no platform; leave out " + option + ", or --history");
      }
    }
    return Optional.ofNullable(file);
  }
}
