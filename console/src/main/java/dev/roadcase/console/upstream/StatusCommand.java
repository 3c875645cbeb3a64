package dev.roadcase.console.upstream;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code roadcase upstream status}. */
@Command(
    name = "status",
    description =
        "Says what a database holds, per box and class; also while an upstream writes it.")
final class StatusCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Its folder.")
  private Path data = Path.of(".");

  @Option(names = "--json", description = "JSON output.")
  private boolean json;

  @Override
  public Integer call() {
    CommandSpec here = java.util.Objects.requireNonNull(spec);
    PrintWriter out = here.commandLine().getOut();
    try {
      Status status = Status.of(data);
      out.println(json ? status.json() : status.text().stripTrailing());
      out.flush();
      return 0;
    } catch (Unusable e) {
      here.commandLine().getErr().println("roadcase upstream status: " + e.getMessage());
      return e.exit();
    }
  }
}
