package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.median;
import static dev.roadcase.tests.bench.Workbench.say;

import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.tests.bench.Report.Peer;
import dev.roadcase.tests.bench.SaleWindow.Load;
import dev.roadcase.tests.bench.SaleWindow.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two builds, each as a box of its own that is up and warm all the while. They take turns under the
 * same load, and who is first takes turns as well, so that a machine that becomes slower meanwhile
 * slows both. What counts is the ratio of each pair.
 */
final class PairsBench {
  private static final int CLIENTS = 64;

  /** A window of tokens. A box has 131,072 places for them, and its warm-up takes up to half. */
  private static final int TOKENS = 4_000;

  /** A till's token lives a quarter of an hour, and a slow machine has longer windows than that. */
  private static final long PAIR_AGAIN = Duration.ofMinutes(5).toNanos();

  /** Rounds of warm-up at most: with 64 clients on two cores the compilers get little of them. */
  private static final int SALE_ROUNDS_MAX = 24;

  private static final int TOKEN_CONNECTIONS = 8;
  private static final int TOKEN_PATIENCE = 300;
  private static final String CATALOGUE = "/catalogue/items";

  /** What a build may cost more than the one before. */
  private static final double AIM = 1.03;

  /**
   * What is compared, and how often.
   *
   * @param before the checkout of the earlier build
   * @param window seconds of a window of sales, and of the catalogue
   */
  record Plan(Path before, int pairs, int window) {}

  private interface Window {
    /** CPU of the box for one of what the window counts, ms. */
    double cpuMillis() throws IOException, InterruptedException;
  }

  private final Plan plan;
  private final Stall stall;
  private final Path work;
  private final ChildJvm java = ChildJvm.likeThis();

  PairsBench(Plan plan, Stall stall, Path work) {
    this.plan = plan;
    this.stall = stall;
    this.work = work;
  }

  void run(Report report) throws IOException, InterruptedException {
    BenchBox.Start earlier = BenchBox.SHIPPED.launcher(plan.before.resolve("roadcase"));
    try (BenchBox now = BenchBox.start(stall, work.resolve("now"), BenchBox.SHIPPED);
        BenchBox before = BenchBox.start(stall, work.resolve("before"), earlier)) {
      compare(report, "cpu_per_sale", new Sales(now, "now"), new Sales(before, "before"));
      compare(report, "cpu_per_token", tokens(now, "now"), tokens(before, "before"));
      compare(report, "cpu_per_catalogue_answer", catalogue(now), catalogue(before));
    }
    report.remark(
        "Two boxes, one of each build, each warmed first; %d pairs of windows in turn, the first of a"
                .formatted(plan.pairs)
            + " pair in turn as well. Intervals: order statistics of the ratios, at least 95 %.");
  }

  private void compare(Report report, String what, Window now, Window before)
      throws IOException, InterruptedException {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int pair = 1; pair <= plan.pairs; pair++) {
      double after;
      double earlier;
      if (pair % 2 == 0) {
        earlier = before.cpuMillis();
        after = now.cpuMillis();
      } else {
        after = now.cpuMillis();
        earlier = before.cpuMillis();
      }
      ours.add(after);
      theirs.add(earlier);
      ratios.add(after / earlier);
      say("%s, pair %d: %.4f ms, before %.4f: %.3f", what, pair, after, earlier, after / earlier);
    }
    ratios.sort(null);
    int left = leftOut(ratios.size());
    report.against(
        what,
        "ms",
        median(ours, each -> each),
        Better.LOWER,
        new Peer("the build before", median(theirs, each -> each)));
    report.aimed(what + "_ratio", "of 1", median(ratios, each -> each), Better.LOWER, AIM);
    report.row(what + "_ratio_from", "of 1", ratios.get(left), Better.NEITHER);
    report.row(what + "_ratio_to", "of 1", ratios.get(ratios.size() - 1 - left), Better.NEITHER);
  }

  /**
   * How many of {@code n} sorted values lie outside an interval for their median, at each end: the
   * most that leave it a coverage of 95 % (the binomial distribution of one half).
   */
  private static int leftOut(int n) {
    double below = Math.pow(0.5, n);
    double term = below;
    int left = 0;
    while (left < n / 2) {
      term *= (double) (n - left) / (left + 1);
      if (2 * (below + term) > 0.05) {
        break;
      }
      below += term;
      left++;
    }
    return left;
  }

  private final class Sales implements Window {
    private final BenchBox box;
    private final Path tokens;
    private int next;
    private long paired;

    Sales(BenchBox box, String name) throws IOException, InterruptedException {
      this.box = box;
      this.tokens = work.resolve(name + "-tokens");
      pair();
      WarmUp.of(box.pid(), SALE_ROUNDS_MAX, () -> timed(plan.window));
    }

    private void pair() throws IOException, InterruptedException {
      box.pair(tokens);
      paired = System.nanoTime();
    }

    @Override
    public double cpuMillis() throws IOException, InterruptedException {
      return timed(plan.window).boxCpuMillis();
    }

    private Run timed(int seconds) throws IOException, InterruptedException {
      if (System.nanoTime() - paired > PAIR_AGAIN) {
        pair();
      }
      Run run = SaleWindow.timed(java, stall, box, tokens, new Load(CLIENTS, 1, 0, seconds, next));
      next = run.next();
      return run;
    }
  }

  private Window tokens(BenchBox box, String name) throws IOException, InterruptedException {
    TokenWindow window = TokenWindow.withSecret(java, stall, box, work.resolve(name + "-requests"));
    window.warmUp();
    return () ->
        window
            .timed(
                new TokenLoad.Plan(TOKEN_CONNECTIONS, TOKENS / 10, TOKENS, TOKEN_PATIENCE),
                () -> Double.NaN)
            .cpuMillis();
  }

  private Window catalogue(BenchBox box) throws IOException, InterruptedException {
    HttpGenerator generator = HttpGenerator.choose(java);
    WarmUp.of(box.pid(), () -> generator.run(box.visitorsPort(), CATALOGUE, false, plan.window));
    return () -> {
      double before = box.reading().cpuMillis();
      HttpGenerator.Load load = generator.run(box.visitorsPort(), CATALOGUE, false, plan.window);
      return (box.reading().cpuMillis() - before) / load.requests();
    };
  }
}
