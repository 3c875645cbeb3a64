package dev.roadcase.tests.fault;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev fault}: the long loops, one test by name, or the mutants. */
@Command(
    name = "fault",
    mixinStandardHelpOptions = true,
    description = {
      "Kills a real box, cuts its power in the middle of selling, or puts its books back, and holds"
          + " it to what its tills were shown.",
      "",
      "Without --only: the kill -9 loop, the power cuts, the books that are put back, then the full"
          + " disk, the service, the twin and the idle crowd."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every promise was held; of mutants, each was caught",
      "1:a promise was broken, or a mutant was not caught",
      "2:it could not be tried"
    })
public final class FaultMain implements java.util.concurrent.Callable<Integer> {
  private static final List<String> OTHERS =
      List.of(
          "FullDiskTest",
          "ReadOnlyDiskTest",
          "ServiceTest",
          "ShopPowerCutTest",
          "TwinTest",
          "TwinByScriptTest",
          "IdleCrowdTest");

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "100",
      description = "Rounds of each loop; ${DEFAULT-VALUE} if not given.")
  private int rounds;

  @Option(names = "--seed", paramLabel = "S", description = "Takes the same chances again.")
  private Long seed;

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description = "kill, power, set-back, or a test: CLASS, CLASS#METHOD, attack.CLASS.")
  private String only = "";

  @Option(
      names = "--mutants",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "NAME",
      description = "Shows that each mutant, or the one of this name, is caught by its test.")
  private String mutants;

  private FaultMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new FaultMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (mutants != null) {
      return MutantHunt.run(mutants) ? 0 : 1;
    }
    long chance = seed == null ? Loops.seed() : seed;
    return switch (only) {
      case "" ->
          Math.max(
              loops(List.of(Rounds.Kind.values()), chance), Math.max(setBack(chance), others()));
      case "kill" -> loops(List.of(Rounds.Kind.KILL), chance);
      case "power" -> loops(List.of(Rounds.Kind.POWER_CUT), chance);
      case "set-back" -> setBack(chance);
      default -> NamedTest.run(only);
    };
  }

  /** What has no rounds: each runs once, under load. */
  private static int others() {
    int exit = 0;
    for (String test : OTHERS) {
      exit = Math.max(exit, NamedTest.run(test));
    }
    return exit;
  }

  private int setBack(long chance) throws IOException, InterruptedException {
    try {
      SetBackRounds.run(rounds, chance);
      return 0;
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      return 1;
    }
  }

  private int loops(List<Rounds.Kind> kinds, long chance) throws IOException, InterruptedException {
    int exit = 0;
    for (Rounds.Kind kind : kinds) {
      if (kind == Rounds.Kind.POWER_CUT && !ForgetfulDisk.Shim.whyNot().isEmpty()) {
        System.out.println(ForgetfulDisk.Shim.whyNot());
        exit = 2;
        continue;
      }
      try {
        Rounds.run(kind, rounds, chance);
      } catch (AssertionError e) {
        System.out.println(e.getMessage());
        return 1;
      }
    }
    return exit;
  }
}
