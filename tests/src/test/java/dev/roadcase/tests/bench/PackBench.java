package dev.roadcase.tests.bench;

import dev.roadcase.tests.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./roadcase pack build} of a large shop, twice: without renditions in its cache, and with.
 */
final class PackBench {
  private final Path work;
  private final int items;
  private final int photographs;

  PackBench(Path work, int items, int photographs) {
    this.work = work;
    this.items = items;
    this.photographs = photographs;
  }

  /** What one run of the command took. */
  private record Run(double seconds, double cpu, double peak, long told) {}

  void run(Report report) throws IOException, InterruptedException {
    Workbench.say("making %,d photographs …", photographs);
    Photographs.make(Files.createDirectories(work.resolve("photos")), photographs);
    list();
    roadcase("fleet", "init", "--fleet", "bench", "--show", "saturday", "--fleet-dir", at("fleet"));
    for (String which : List.of("first", "second")) {
      Workbench.say("the %s build …", which);
      Run run =
          roadcase(
              "pack",
              "build",
              at("products.csv"),
              "--fleet-dir",
              at("fleet"),
              "--currency",
              "EUR",
              "--tax",
              "21%",
              "--tax-included",
              "--images",
              at("photos"),
              "--cache",
              at("cache"),
              "--strict-images",
              "-o",
              at("show.rcpack"));
      report.row(which + "_build_s", "s", run.seconds, Better.LOWER);
      report.row(which + "_build_cpu_s", "s", run.cpu, Better.LOWER);
      report.aimed(which + "_build_peak_rss_mib", "MiB", run.peak, Better.LOWER, 512);
      report.row(which + "_build_progress_lines", "lines", run.told, Better.NEITHER);
    }
    report.row(
        "pack_mib", "MiB", Files.size(work.resolve("show.rcpack")) / 1048576.0, Better.LOWER);
    Run inspected = roadcase("pack", "inspect", at("show.rcpack"), "--fleet-dir", at("fleet"));
    report.row("inspect_s", "s", inspected.seconds, Better.LOWER);
    report.aimed("inspect_peak_rss_mib", "MiB", inspected.peak, Better.LOWER, 512);
    report.remark(
        "%,d items, %,d photographs of %d × %d: of ten, seven JPEG, one of them CMYK and one turned by EXIF; three PNG, two of them with transparency."
            .formatted(items, photographs, Photographs.WIDTH, Photographs.HEIGHT));
  }

  private void list() throws IOException {
    List<String> lines = new ArrayList<>(List.of("sku,title,price,options,stock,images,product"));
    for (int i = 0; i < items; i++) {
      int product = i * photographs / items;
      lines.add(
          "SKU-%05d,Thing %d,%d.%02d,Size %d,%d,%s,thing-%d"
              .formatted(
                  i, product, 1 + i % 90, i % 100, i, i % 500, Photographs.name(product), product));
    }
    Files.write(work.resolve("products.csv"), lines);
  }

  private Run roadcase(String... words) throws IOException, InterruptedException {
    Path said = work.resolve("said.txt");
    List<String> command = new ArrayList<>(List.of("./roadcase"));
    command.addAll(List.of(words));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(work.resolve("out.txt").toFile())
            .redirectError(said.toFile())
            .start();
    // The script becomes the JVM, so that the process stays the same.
    double peak = 0;
    double cpu = 0;
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
      cpu = Math.max(cpu, cpu(process.pid()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
    }
    long told =
        Files.readAllLines(said).stream().filter(line -> line.startsWith("pictures:")).count();
    return new Run(seconds, cpu, peak, told);
  }

  /** The most that was ever resident, MiB; 0 when it has just ended. */
  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static double cpu(long pid) {
    try {
      return ProcessReading.of(pid).cpuMillis() / 1e3;
    } catch (IOException e) {
      return 0;
    }
  }

  private String at(String name) {
    return work.resolve(name).toString();
  }
}
