package dev.roadcase.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the box process: {@code roadcase box}. */
@Command(name = "roadcase", description = "The box itself.", mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).addSubcommand("box", new CommandLine(new Box())).execute(args));
  }

  @Command(
      name = "box",
      description = "Runs one box in the foreground, until it is asked to stop.",
      mixinStandardHelpOptions = true)
  static final class Box implements Callable<Integer> {

    @Override
    public Integer call() {
      System.err.println("roadcase box: not built yet.");
      return 64;
    }
  }
}
