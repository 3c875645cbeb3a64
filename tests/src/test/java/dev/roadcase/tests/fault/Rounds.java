package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The loop of both kinds of tests: tills sell at full speed, the box dies at a moment that nobody
 * chose, it starts again, and the outside checker looks. What differs is what is left of the disk.
 */
final class Rounds {

  /** How the box dies. */
  enum Kind {
    /** SIGKILL: the page cache lives on. */
    KILL("kill -9"),
    /** SIGKILL, and only what was flushed is left. */
    POWER_CUT("power cut");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** What a loop did, for the report. */
  record Tally(Kind kind, int rounds, int shown, int asked, double seconds) {
    @Override
    public String toString() {
      return "%s: %d rounds, %,d receipts shown, %,d looked up and asked for again, 0 lost, 0 twice, %.0f s"
          .formatted(kind.words, rounds, shown, asked, seconds);
    }
  }

  private static final int SLOW_WAL_MICROS = 3_000;

  private final Kind kind;
  private final int rounds;
  private final long seed;
  private final Random chance;
  private int asked;

  private Rounds(Kind kind, int rounds, long seed) {
    this.kind = kind;
    this.rounds = rounds;
    this.seed = seed;
    this.chance = new Random(seed);
  }

  /**
   * Runs a loop.
   *
   * @throws AssertionError when a promise was broken, with the command that runs it again
   */
  static Tally run(Kind kind, int rounds, long seed) throws IOException, InterruptedException {
    return new Rounds(kind, rounds, seed).run();
  }

  private Tally run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Path folder = Workshop.fresh(kind.name().toLowerCase());
    say("%s, %d rounds, seed %d, in %s", kind.words, rounds, seed, folder);
    Site site = new Site(folder);
    ForgetfulDisk disk =
        ForgetfulDisk.Shim.whyNot().isEmpty() ? ForgetfulDisk.in(folder.resolve("disk")) : null;
    Path data =
        disk != null
            ? disk.data()
            : Files.createDirectories(folder.resolve("disk").resolve("data"));
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    int shown = 0;
    try (Crowd crowd = new Crowd(site, 4 + chance.nextInt(5), seed)) {
      OutsideChecker checker = new OutsideChecker(crowd.files(), site.rights());
      BoxProcess box = BoxProcess.start(config, environment(disk, 0));
      try {
        crowd.pair(box, data);
        for (int round = 1; round <= rounds; round++) {
          String death = sellUntilDeath(crowd, box);
          if (kind == Kind.POWER_CUT) {
            ForgetfulDisk.Cut cut =
                ForgetfulDisk.Cut.values()[chance.nextInt(ForgetfulDisk.Cut.values().length)];
            disk.cut(cut, chance);
            death += ", the disk " + cut.name().toLowerCase();
          }
          box = BoxProcess.start(config, environment(disk, round));
          try (BoxClient client = new BoxClient(box.https(), site.trust())) {
            OutsideChecker.Findings findings =
                round == rounds ? checker.checkAll(client) : checker.check(client);
            asked += findings.looked();
            say(
                "  round %d of %d: %s, %d receipts shown, %d looked up and asked for again, %s",
                round,
                rounds,
                death,
                findings.shown() - shown,
                findings.looked(),
                findings.broken().isEmpty() ? "0 lost" : "BROKEN");
            shown = findings.shown();
            judge(round, findings);
          }
        }
      } finally {
        box.kill();
      }
    }
    Tally tally = new Tally(kind, rounds, shown, asked, (System.nanoTime() - start) / 1e9);
    say("%s", tally);
    return tally;
  }

  /** What happened, for people. */
  private String sellUntilDeath(Crowd crowd, BoxProcess box) throws InterruptedException {
    int before = crowd.shown();
    long start = System.nanoTime();
    String moment;
    Crowd.Selling selling = crowd.sell(box);
    if (chance.nextBoolean()) {
      // The moment a receipt is on a till's screen is the worst to die in for a box that lied.
      int last = 1 + chance.nextInt(300);
      while (crowd.shown() < before + last && box.alive() && System.nanoTime() - start < 5e9) {
        LockSupport.parkNanos(20_000);
      }
      moment = "at receipt " + last;
    } else {
      int millis = 50 + chance.nextInt(1200);
      Thread.sleep(millis);
      moment = "after " + millis + " ms";
    }
    box.kill();
    selling.join();
    return moment;
  }

  private Map<String, String> environment(ForgetfulDisk disk, int round) {
    if (kind == Kind.POWER_CUT) {
      return disk.environment(
          chance.nextBoolean() ? ForgetfulDisk.Names.LATE : ForgetfulDisk.Names.EARLY);
    }
    // A slow card widens the gap between an answer that came too early and its commit.
    return disk != null && round % 2 == 1 ? disk.slow(SLOW_WAL_MICROS) : Map.of();
  }

  private void judge(int round, OutsideChecker.Findings findings) {
    if (findings.broken().isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    findings.broken().stream().limit(10).forEach(b -> text.append("\n  ").append(b));
    throw new AssertionError(
        "a promise was broken in round %d of %d:%s\n%d in all. Again: ./dev fault --only %s --seed %d --rounds %d"
            .formatted(
                round,
                rounds,
                text,
                findings.broken().size(),
                kind == Kind.KILL ? "kill" : "power",
                seed,
                rounds));
  }

  private static void say(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
