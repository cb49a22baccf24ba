package onlyonce.cli.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import onlyonce.localcluster.process.UserCache;
import tools.jackson.databind.json.JsonMapper;

/**
 * Demos in a row, each with the next seed and a cluster of its own, until one is not valid. Valid
 * ones leave a line; the other one leaves its folder.
 */
public final class Soak {
  private static final String LINES = "soak.jsonl";

  private final Path directory;
  private final DemoRun demo;
  private final Consumer<String> say;

  /** Runs one demo. */
  @FunctionalInterface
  public interface DemoRun {
    /**
     * Runs it to its end.
     *
     * @param folder where its report goes
     * @return what it would have exited with
     */
    int run(List<String> arguments, Path folder) throws IOException;
  }

  /**
   * How many runs there are, and of what kind.
   *
   * @param seed the first one's
   * @param runs at most
   * @param lasting none is begun after that
   * @param standbysEvery every so manieth seed has shards with two standbys; 0: none
   * @param arguments of each demo, besides its seed
   */
  public record Wish(
      long seed, long runs, Duration lasting, int standbysEvery, List<String> arguments) {
    public Wish {
      arguments = List.copyOf(arguments);
    }

    List<String> demo(long number) {
      List<String> demo = new ArrayList<>(List.of("demo", "--seed=" + number));
      demo.addAll(arguments);
      if (standbysEvery > 0 && Math.floorMod(number, standbysEvery) == standbysEvery - 1) {
        demo.addAll(List.of("--standbys=2", "--replication=sync"));
      }
      return demo;
    }
  }

  /**
   * @param directory of the lines, to which more are added, and of the runs' folders
   * @param say hears of every run
   */
  public Soak(Path directory, DemoRun demo, Consumer<String> say) {
    this.directory = directory;
    this.demo = demo;
    this.say = say;
  }

  /** Returns 0 when every run was valid, else what the first one that was not exited with. */
  public int run(Wish wish) throws IOException {
    Files.createDirectories(directory);
    long begin = System.nanoTime();
    for (long number = wish.seed(); number - wish.seed() < wish.runs(); number++) {
      if (System.nanoTime() - begin > wish.lasting().toNanos()) {
        break;
      }
      Path folder = directory.resolve("seed-" + number);
      long runBegin = System.nanoTime();
      List<String> arguments = wish.demo(number);
      int exit = demo.run(arguments, folder);
      SoakedRun run =
          read(number, folder, Duration.ofNanos(System.nanoTime() - runBegin), arguments);
      Files.writeString(
          directory.resolve(LINES),
          run.toJson() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      say.accept(run.inWords());
      if (!run.isValid()) {
        say.accept("its logs, journals and report: " + folder);
        say.accept("once more: " + run.command());
        summarize();
        return exit;
      }
      UserCache.deleteTree(folder);
    }
    summarize();
    return 0;
  }

  private static SoakedRun read(long seed, Path folder, Duration took, List<String> arguments)
      throws IOException {
    Path report = folder.resolve("report.json");
    return Files.exists(report)
        ? SoakedRun.of(seed, JsonMapper.builder().build().readTree(Files.readString(report)), took)
        : SoakedRun.failed(seed, took, "./onlyonce " + String.join(" ", arguments));
  }

  /** Over all lines, also those of soaks before this one. */
  private void summarize() throws IOException {
    if (!Files.exists(directory.resolve(LINES))) {
      say.accept("no run was begun");
      return;
    }
    say.accept(
        new SoakSummary(
                Files.readAllLines(directory.resolve(LINES)).stream()
                    .map(SoakedRun::fromJson)
                    .toList())
            .inWords());
  }
}
