package onlyonce.producer;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;

/** Sends a file, as a process that can be killed: bootstrap servers, journal directory, file. */
final class SendFileMain {
  private SendFileMain() {}

  public static void main(String[] args) throws Exception {
    SendSettings settings =
        SendSettings.of(
            Map.of("bootstrap.servers", args[0]),
            new Routing(Partitioning.hash(6), 6, "/test"),
            Path.of(args[1]));
    try (Source source = CsvSource.open(Path.of(args[2]))) {
      Pacing pacing =
          args.length > 3
              ? new Pacing.Over(Duration.ofMillis(Long.parseLong(args[3])))
              : new Pacing.Unpaced();
      SendRun run =
          new SendRun(
              settings,
              source,
              pacing,
              Clock.systemUTC(),
              new CommandIds(Clock.systemUTC(), new SecureRandom()));
      long start = System.nanoTime();
      SendSummary summary = run.run(new Quiet());
      System.out.println(summary + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }

  /** Listens to nothing. */
  static final class Quiet implements SendListener {
    @Override
    public void malformed(MalformedLine line) {}

    @Override
    public void progress(SendCounts counts) {}
  }
}
