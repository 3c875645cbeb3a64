package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.median;
import static dev.roadcase.tests.bench.Workbench.remove;
import static dev.roadcase.tests.bench.Workbench.say;

import dev.roadcase.tests.bench.BenchBox.CameUp;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.tests.bench.SaleWindow.Load;
import dev.roadcase.tests.bench.SaleWindow.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How soon a box is there, and what memory it keeps: with its AOT cache, and without. */
final class Lifetime {
  private static final String NO_CACHE = "-XX:AOTMode=off";
  private static final double START_AIM_MILLIS = 2_500;
  private static final double IDLE_AIM_MIB = 160;
  private static final double LOADED_AIM_MIB = 200;
  private static final double MIB = 1 << 20;

  /**
   * How long and how often.
   *
   * @param starts that count; one more comes before them
   * @param settle seconds of quiet before memory is read
   * @param warmSales that the load has at least
   * @param seconds of each load
   */
  record Plan(int starts, int settle, int warmSales, int seconds) {}

  /** What one box went through. MiB resident; CPU milliseconds a sale. */
  record Life(CameUp start, double idle, double afterSales, double afterHttp, double saleCpu) {}

  private final Plan plan;
  private final Stall stall;
  private final Path work;
  private final ChildJvm java;

  Lifetime(Plan plan, Stall stall, Path work, ChildJvm java) {
    this.plan = plan;
    this.stall = stall;
    this.work = work;
    this.java = java;
  }

  void run(Report report) throws IOException, InterruptedException {
    List<CameUp> with = new ArrayList<>();
    List<CameUp> without = new ArrayList<>();
    remove(work.resolve("start"));
    for (int i = 0; i <= plan.starts; i++) {
      CameUp shipped = start(BenchBox.SHIPPED);
      CameUp plain = start(BenchBox.SHIPPED.jvmOptions(NO_CACHE));
      if (i > 0) {
        with.add(shipped);
        without.add(plain);
      }
    }
    report.aimed(
        "start_to_first_200_ms",
        "ms",
        median(with, CameUp::wallMillis),
        Better.LOWER,
        START_AIM_MILLIS);
    report.row("start_cpu_ms", "CPU-ms", median(with, CameUp::cpuMillis), Better.LOWER);
    report.row(
        "no_cache_start_to_first_200_ms", "ms", median(without, CameUp::wallMillis), Better.LOWER);
    report.row("no_cache_start_cpu_ms", "CPU-ms", median(without, CameUp::cpuMillis), Better.LOWER);
    memory(report, "", live(BenchBox.SHIPPED), true);
    memory(report, "no_cache_", live(BenchBox.SHIPPED.jvmOptions(NO_CACHE)), false);
    report.remark(
        "Starts: medians of %d by the script, on a journal that is there, the first left out;"
                .formatted(plan.starts)
            + " CPU is what the box's process had used by its first 200 to /healthz. Memory: VmRSS"
            + " after %d s of quiet; sales by 64 clients, then a 4 KiB picture and the catalogue by"
                .formatted(plan.settle)
            + " %d connections.".formatted(HttpGenerator.CONNECTIONS));
  }

  private static void memory(Report report, String kind, Life life, boolean aimed) {
    if (aimed) {
      report.aimed(kind + "idle_rss", "MiB", life.idle, Better.LOWER, IDLE_AIM_MIB);
      report.aimed(kind + "after_sales_rss", "MiB", life.afterSales, Better.LOWER, LOADED_AIM_MIB);
      report.aimed(kind + "after_http_rss", "MiB", life.afterHttp, Better.LOWER, LOADED_AIM_MIB);
    } else {
      report.row(kind + "idle_rss", "MiB", life.idle, Better.LOWER);
      report.row(kind + "after_sales_rss", "MiB", life.afterSales, Better.LOWER);
      report.row(kind + "after_http_rss", "MiB", life.afterHttp, Better.LOWER);
    }
  }

  private CameUp start(BenchBox.Start how) throws IOException, InterruptedException {
    try (BenchBox box = BenchBox.start(stall, work.resolve("start"), how)) {
      say("start: %.0f ms, %.0f CPU-ms", box.cameUp().wallMillis(), box.cameUp().cpuMillis());
      return box.cameUp();
    }
  }

  /** One box from its start through quiet, sales and visitors. */
  Life live(BenchBox.Start how) throws IOException, InterruptedException {
    Path folder = work.resolve("life");
    remove(folder);
    HttpGenerator generator = HttpGenerator.choose(java);
    try (BenchBox box = BenchBox.start(stall, folder, how)) {
      double idle = settled(box);
      Path tokens = folder.resolve("tokens");
      box.pair(tokens);
      Run run =
          SaleWindow.timed(
              java,
              stall,
              box,
              tokens,
              new Load(Stall.TILLS, plan.seconds, plan.warmSales, plan.seconds, 0));
      double afterSales = settled(box);
      for (String path :
          List.of("/assets/" + stall.picture(4 << 10), "/catalogue/items?limit=200")) {
        generator.run(box.visitorsPort(), path, false, plan.seconds);
      }
      double afterHttp = settled(box);
      Life life = new Life(box.cameUp(), idle, afterSales, afterHttp, run.boxCpuMillis());
      say("%s", life);
      return life;
    }
  }

  private double settled(BenchBox box) throws IOException, InterruptedException {
    Thread.sleep(plan.settle * 1000L);
    return box.reading().rss() / MIB;
  }
}
