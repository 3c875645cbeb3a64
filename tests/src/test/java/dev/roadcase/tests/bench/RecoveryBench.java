package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a box with many sales takes to come up after a death at the worst moment, what its
 * snapshots cost the card, and what it then weighs.
 */
final class RecoveryBench {
  private static final Pattern RECOVERED =
      Pattern.compile("recovered (\\d+) facts \\((\\d+) from the snapshot\\) in (\\d+) ms");

  /** One start of the box that ships, from the command to the open doors. */
  private record Start(long facts, long fromSnapshot, long millis, double doors, double rssMiB) {
    double perSecond() {
      return (facts - fromSnapshot) * 1000.0 / Math.max(1, millis);
    }
  }

  private final int sales;
  private final Path target;

  RecoveryBench(int sales, Path target) {
    this.sales = sales;
    this.target = target;
  }

  Report run() throws IOException, InterruptedException, SQLException {
    Path work = target.resolve("recovery").toAbsolutePath();
    Workbench.remove(work);
    Report report = new Report("recovery", Machine.describe(Files.createDirectories(work)));
    Stall stall = Stall.in(Files.createDirectories(work.resolve("stall")));
    Path folder = Files.createDirectories(work.resolve("round"));
    System.err.printf("writing %,d sales …%n", sales);
    JsonNode fill = fill(stall, folder.resolve("data"));
    System.err.println(fill);
    double journal = Files.size(folder.resolve("data/journal.db"));
    Start killed = start(stall, folder);
    System.err.println(killed);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/journal.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM snapshot");
    }
    Start whole = start(stall, folder);
    System.err.println(whole);
    report.row("facts", "facts", fill.path("facts").asDouble(), Better.NEITHER);
    report.row("tail_after_kill", "facts", fill.path("tail").asDouble(), Better.NEITHER);
    report.aimed("recovery_after_kill_ms", "ms", killed.millis, Better.LOWER, 5000);
    report.row("command_to_open_doors_ms", "ms", killed.doors, Better.LOWER);
    report.row("replay_facts_per_s", "1/s", whole.perSecond(), Better.HIGHER);
    report.row("recovery_without_snapshot_ms", "ms", whole.millis, Better.LOWER);
    report.row("box_rss", "MiB", killed.rssMiB, Better.LOWER);
    double snapshots = fill.path("snapshotBytes").asDouble();
    double facts = fill.path("facts").asDouble();
    report.row("snapshot_bytes_per_fact", "B", snapshots / facts, Better.LOWER);
    report.aimed(
        "snapshot_share_of_fact_bytes",
        "%",
        100 * snapshots / fill.path("factBytes").asDouble(),
        Better.LOWER,
        10);
    report.row(
        "longest_snapshot_ms", "ms", fill.path("longestSnapshotMillis").asDouble(), Better.LOWER);
    report.row("journal_file", "MiB", journal / 1048576, Better.LOWER);
    report.remark(
        "A journal of %,d sales by the box's own writer and rules, which then died with the longest"
                .formatted(sales)
            + " tail that its policy allows; opened by `roadcase box` with the flags that ship"
            + " (-Xmx128m). Signatures are chance: a start does not verify what the door verified.");
    Workbench.remove(work);
    return report;
  }

  private static Start start(Stall stall, Path folder) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("data/admin.port"));
    long began = System.nanoTime();
    try (BenchBox box = BenchBox.start(stall, folder, BenchBox.SHIPPED)) {
      double doors = (System.nanoTime() - began) / 1e6;
      double rss = ProcessReading.of(box.pid()).rss() / 1048576.0;
      Matcher said = RECOVERED.matcher(Files.readString(folder.resolve("box.log")));
      if (!said.find()) {
        throw new IOException("the box did not say how it recovered");
      }
      return new Start(
          Long.parseLong(said.group(1)),
          Long.parseLong(said.group(2)),
          Long.parseLong(said.group(3)),
          doors,
          rss);
    }
  }

  private JsonNode fill(Stall stall, Path data) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            RecoveryFill.class.getName(),
            stall.kit().folder().toString(),
            stall.packFile().toString(),
            data.toString(),
            Integer.toString(sales)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = process.inputReader()) {
      String last = "";
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = line;
      }
      if (process.waitFor() != 0) {
        throw new IOException("the journal was not written: " + last);
      }
      return Json.MAPPER.readTree(last);
    }
  }
}
