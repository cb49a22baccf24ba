package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LabReport;
import onlyonce.cli.lab.LabText;
import onlyonce.cli.lab.Site;
import onlyonce.cli.lab.WriteLab;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one experiment. */
@Command(
    name = "run",
    description = {
      "Runs an experiment on brokers, databases and processes of its own, and leaves nothing"
          + " running.",
      "Ends with 0 when what was measured bears the hypothesis out, 1 when it does not, also when the"
          + " unsafe variant did not misbehave, 2 when nothing was measured.",
    })
final class LabRunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "NAME", description = "The experiment; `lab list` names them.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where lab.json, report.html, report.txt and logs go. Default: a new folder in the home's"
              + " runs")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Experiment experiment = LabExperiments.named(name);
    Clock clock = Clock.systemUTC();
    Terminal terminal = new Terminal(spec);
    Path directory =
        (out != null ? out : RunFolder.in(home.runs(), "lab-" + name, clock.instant()))
            .toAbsolutePath()
            .normalize();
    Findings findings;
    try (ProgressDisplay display = new ProgressDisplay(name, terminal)) {
      findings =
          experiment.run(new Site(directory, new LocalPlatform(), new Shown(display), clock));
    }
    LabReport report =
        new LabReport(
            experiment.about(),
            findings,
            clock.instant(),
            "./onlyonce lab run " + name,
            environment());
    WriteLab.to(directory, report);
    terminal.print(LabText.of(report));
    terminal.print("report: " + directory.resolve("report.html"));
    return ReconcileCommand.exitCode(findings.verdict());
  }

  private static SortedMap<String, String> environment() {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("java", Runtime.version().toString());
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return environment;
  }

  /** The experiment's display is the command line's. */
  private record Shown(ProgressDisplay display) implements Site.Display {
    @Override
    public void step(String line, long done, long total) {
      display.step(line, done, total);
    }

    @Override
    public void say(String line) {
      display.say(line);
    }
  }
}
