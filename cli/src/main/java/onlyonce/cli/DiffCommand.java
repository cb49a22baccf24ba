package onlyonce.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import onlyonce.cli.diff.DiffText;
import onlyonce.cli.diff.Differences;
import onlyonce.cli.diff.Sheet;
import onlyonce.cli.diff.UnreadableSheetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What got better or worse from one run to another. */
@Command(
    name = "diff",
    description = {
      "Compares two report.json, or two bench JSON files, field by field.",
      "Ends with 1 when something got worse: a verdict, a count of lost, duplicated or stuck"
          + " intents or of money that came out of nothing, or a rate or latency by more than the"
          + " threshold; with 0 otherwise.",
    })
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "A", description = "The file before.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The file after.")
  private Path after = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "10%",
      converter = PercentConverter.class,
      description =
          "Rates and latencies that differ by no more than this are the same. Default:"
              + " ${DEFAULT-VALUE}")
  private double threshold = 10;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Sheet a = read(before);
    Sheet b = read(after);
    if (!a.kind().equals(b.kind())) {
      throw new UsageException(
          "%s is %s and %s is %s; compare two of one kind"
              .formatted(before, a.kind().label(), after, b.kind().label()));
    }
    Differences differences = Differences.of(a, b, threshold);
    new Terminal(spec)
        .print(json ? PrettyJson.of(differences) : DiffText.of(differences).stripTrailing());
    return differences.nothingWorse() ? ExitCode.OK : ExitCode.INVALID;
  }

  private static Sheet read(Path file) {
    try {
      return Sheet.read(file);
    } catch (UnreadableSheetException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
