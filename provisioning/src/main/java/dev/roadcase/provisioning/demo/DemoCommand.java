package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.provisioning.process.Launcher;
import dev.roadcase.wire.file.OwnerOnly;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roadcase demo}: a whole site on this machine, to look at or to watch a day of. */
@Command(
    name = "demo",
    description = {
      "Runs a whole site on this machine: an upstream, a box, tills.",
      "",
      "Its keys are made for it and thrown away; all its facts are marked as a demo's and never"
          + " enter a live ledger."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:it ran, and no promise was broken",
      " 1:a promise was broken, or the demo could not be run",
      "64:the command line cannot be understood, or the folder of --keep is there already"
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--day",
      description = "Runs a make-believe show day of about a minute, then says what held.")
  private boolean day;

  @Option(names = "--report", paramLabel = "FILE", description = "Writes the day's report as JSON.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keeps the site's folder here: journal, logs, what devices were shown.")
  private Optional<Path> keep = Optional.empty();

  private final PrintStream out;
  private final PrintStream err;

  public DemoCommand() {
    this(System.out, System.err);
  }

  DemoCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = keep.isPresent() ? kept(keep.get()) : Files.createTempDirectory("roadcase-demo");
    try {
      return day ? day(folder) : stayUp(folder);
    } catch (IOException | ExecutionException | SQLException e) {
      err.println("roadcase demo: it could not be run: " + reason(e));
      err.println(
          keep.isPresent()
              ? "The logs are in " + keep.get().resolve("logs") + "."
              : "Nothing of it is left. Try again; --keep DIR keeps the logs.");
      return 1;
    } finally {
      if (keep.isEmpty()) {
        delete(folder);
      }
    }
  }

  private int day(Path folder)
      throws IOException, InterruptedException, ExecutionException, SQLException {
    err.println("A make-believe show day. It takes about a minute and a half on two cores.");
    Path to = report.orElse(folder.resolve("report.json")).toAbsolutePath();
    try (Site site = new Site(folder, 0, 0, 0, "show-day")) {
      new Day(site, err).run();
      int verdict = Day.check(site, to);
      tell(Json.MAPPER.readTree(Files.readString(to)));
      return verdict;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** One line a promise, then the sentence that counts. */
  private void tell(JsonNode report) {
    out.println();
    for (JsonNode promise : report.path("promises")) {
      out.printf(
          "  %d  %-13s  %s%n",
          promise.path("id").asInt(),
          promise.path("verdict").asText(),
          wrapped(promise.path("how").asText()));
    }
    JsonNode latency = report.path("saleLatencyMs");
    out.printf(
        "%n  A sale was answered in %s ms (median), %s ms (p95).%n",
        latency.path("p50").asText(), latency.path("p95").asText());
    out.printf(
        "%n%,d shown, %,d upstream, %,d lost, %,d duplicated%n",
        report.path("shown").path("sales").asLong(),
        report.path("upstream").path("sales").asLong(),
        report.path("lost").asLong(),
        report.path("duplicated").asLong());
  }

  /** To 80 columns, behind the two columns of the table. */
  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 20;
    for (String word : text.split(" ", -1)) {
      if (column + word.length() > 79) {
        lines.append("\n").append(" ".repeat(20));
        column = 20;
      }
      lines.append(word).append(' ');
      column += word.length() + 1;
    }
    return lines.toString().stripTrailing();
  }

  private int stayUp(Path folder) throws IOException, InterruptedException {
    err.println("Bringing up an upstream and a box …");
    Site site = new Site(folder, 8443, 8080, 9090, "calm");
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  try {
                    site.close();
                    if (keep.isEmpty()) {
                      delete(folder);
                    }
                  } catch (IOException e) {
                    err.println("roadcase demo: " + e.getMessage());
                  }
                }));
    site.relay().passFreely();
    Till first = site.till("till-1", "till", 1);
    Till second = site.till("till-2", "till", 2);
    for (int i = 0; i < 5; i++) {
      first.sellSomething(DemoPack.SCARCE);
      second.sellSomething(DemoPack.SCARCE);
    }
    out.println("A box with the demo pack is up, and two tills are paired and selling.");
    out.println();
    out.println("  shop         " + site.shop());
    out.println("  crew panel   " + site.crewPanel());
    out.println("               (opens once; the browser warns, since it does not know the fleet)");
    out.println("  devices      " + site.devicesDoor());
    out.println();
    String typed = Launcher.of(System.getenv()).typed();
    out.println("  a pairing code    " + typed + " box code --config " + site.config());
    out.println("  what it knows     " + typed + " box status --config " + site.config());
    out.println();
    out.println(keep.isEmpty() ? "Ctrl-C ends it, and nothing is left." : "Ctrl-C ends it.");
    while (true) {
      Thread.sleep(Duration.ofSeconds(3));
      first.sellSomething(DemoPack.SCARCE);
      second.sellSomething(DemoPack.SCARCE);
    }
  }

  private static Path kept(Path folder) throws IOException {
    if (Files.exists(folder)) {
      throw new IllegalArgumentException(folder + " is there already; name a new folder");
    }
    Files.createDirectories(folder);
    // It holds the keys of a fleet, if only of a throw-away one.
    Files.setPosixFilePermissions(folder, OwnerOnly.FOLDER);
    return folder.toAbsolutePath();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
