package onlyonce.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code onlyonce}: the command line. */
@Command(
    name = "onlyonce",
    description = "Moves money over Kafka exactly once, and proves it while things are killed.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "OnlyOnce 0.1",
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    subcommands = {
      DemoCommand.class,
      CompareCommand.class,
      DiffCommand.class,
      ControlsCommand.class,
      SoakCommand.class,
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      SendCommand.class,
      ReconcileCommand.class,
      TraceCommand.class,
      ChaosCommand.class,
      LedgerCommands.class,
      SimulateCommand.class,
      BenchCommand.class,
      LabCommands.class,
      SagaCommands.class,
      DeadLettersCommands.class,
      KafkaCommand.class,
      ProcessorCommand.class,
      OrchestratorCommand.class,
      ProducerCommand.class,
      WatchCommand.class,
      SupervisorCommand.class,
      BenchSubjectCommand.class,
    },
    footerHeading = "%nConfiguration:%n",
    footer = {
      "  A flag --a-b beats the environment's ONLYONCE_A_B, which beats a-b in"
          + " onlyonce.properties,",
      "  which beats the default.",
      "",
      "Exit codes: 0 valid or done, 1 invalid, 2 unknown, 3 done but some input refused, 64 usage,",
      "  70 could not run, 130 interrupted.",
      "",
      "Begin with:  ./onlyonce demo",
    })
final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command; the list is below");
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setDefaultValueProvider(
        Configuration.of(System.getenv(), Path.of("onlyonce.properties")));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Main::badCommandLine);
    commandLine.setExecutionExceptionHandler((error, failed, _) -> failure(error, failed));
    return commandLine;
  }

  private static int badCommandLine(ParameterException error, String[] args) {
    CommandLine failed = error.getCommandLine();
    PrintWriter err = failed.getErr();
    err.println(failed.getColorScheme().errorText("onlyonce: " + error.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
      failed.usage(err);
    }
    return ExitCode.USAGE;
  }

  private static int failure(Exception error, CommandLine failed) {
    PrintWriter err = failed.getErr();
    err.println(failed.getColorScheme().errorText("onlyonce: " + message(error)));
    if (System.getenv("ONLYONCE_DEBUG") != null) {
      error.printStackTrace(err);
    }
    return error instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
  }

  private static String message(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    Throwable cause = error.getCause();
    String more = cause == null ? null : cause.getMessage();
    return more == null || message.contains(more) ? message : message + ": " + more;
  }
}
