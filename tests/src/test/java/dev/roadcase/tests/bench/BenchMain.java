package dev.roadcase.tests.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench NAME}: figures into {@code target/bench/NAME.json} and a page beside it. */
@Command(
    name = "bench",
    description = "Figures, each against a peer that ran beside it.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchMain.BoxVerb.class, BenchMain.RecoveryVerb.class})
public final class BenchMain {
  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchMain()).execute(args));
  }

  @Command(
      name = "recovery",
      description = "A box with many sales, killed at the worst moment: how long until it is back.",
      mixinStandardHelpOptions = true)
  static final class RecoveryVerb implements Callable<Integer> {
    @Option(names = "--sales", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
    private int sales;

    @Override
    public Integer call() throws Exception {
      Report report = new RecoveryBench(sales, Path.of("target", "bench")).run();
      report.write(Path.of("target", "bench"));
      System.out.println(report.page());
      return 0;
    }
  }

  @Command(
      name = "box",
      description = "Durable sales over HTTPS: how many, how fast, what each costs.",
      mixinStandardHelpOptions = true)
  static final class BoxVerb implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
        names = "--warm-up",
        paramLabel = "SECONDS",
        defaultValue = "8",
        description =
            "Before the timed window, and 30,000 sales at least. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
        names = "--window",
        paramLabel = "SECONDS",
        defaultValue = "15",
        description = "The timed window. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
        names = "--sales",
        defaultValue = "200000",
        description =
            "Sales signed beforehand, used again in each round. Default: ${DEFAULT-VALUE}.")
    private int sales;

    @Option(
        names = "--idle",
        paramLabel = "SECONDS",
        defaultValue = "180",
        description =
            "How long a box at rest is watched; 0: not at all. Default: ${DEFAULT-VALUE}.")
    private int idle;

    @Option(names = "--peers", description = "The peers always run; taken for the sake of habit.")
    private boolean peers;

    @Option(
        names = "--only-64",
        description = "One group of rows, no peers: for trying something out.")
    private boolean only64;

    @Override
    public Integer call() throws Exception {
      BoxBench.Plan plan = new BoxBench.Plan(rounds, warmUp, window, sales, only64, idle);
      Report report = new BoxBench(plan, Path.of("target", "bench")).run();
      report.write(Path.of("target", "bench"));
      System.out.println(report.page());
      return 0;
    }
  }
}
