package dev.roadcase.tests.fault;

import dev.roadcase.tests.fault.CopiesChecker.Findings;
import dev.roadcase.tests.fault.SetBackSite.Tally;
import dev.roadcase.tests.fault.SetBackSite.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Rounds of data folders and databases that are put back, cloned, damaged and lost, with real boxes
 * and real upstreams that are killed in between: docs/set-back.md. Two sites at once, since most of
 * a round is waiting; each goes through many rounds, and then another takes its place.
 */
final class SetBackRounds {
  private static final int LANES = 2;

  /** One in so many rounds is its site's last. */
  private static final int LIFE = 12;

  /** What all rounds did, for the report. */
  record Result(int rounds, int sites, int shown, int named, Tally tally, double seconds) {
    @Override
    public String toString() {
      return "set back: %d rounds at %d sites, %,d sales and refunds shown, 0 lost that a copy holds, 0 twice, %d in no copy and named; %s; %.0f s"
          .formatted(rounds, sites, shown, named, tally, seconds);
    }
  }

  private final int rounds;
  private final long seed;
  private volatile boolean stopping;

  private SetBackRounds(int rounds, long seed) {
    this.rounds = rounds;
    this.seed = seed;
  }

  /**
   * Runs them.
   *
   * @throws AssertionError when a promise was broken, with the command that runs it again
   */
  static Result run(int rounds, long seed) throws IOException, InterruptedException {
    return new SetBackRounds(rounds, seed).run();
  }

  private Result run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    System.out.printf("set back, %d rounds, seed %d%n", rounds, seed);
    Result all = new Result(0, 0, 0, 0, Tally.NOTHING, 0);
    try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
      List<Future<Result>> results = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        int number = lane;
        results.add(lanes.submit(() -> new Lane(number).run()));
      }
      for (Future<Result> result : results) {
        all = plus(all, result.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError broken) {
        throw broken;
      }
      throw new IOException("the rounds could not be played: " + e.getCause(), e.getCause());
    }
    Result result =
        new Result(
            all.rounds(),
            all.sites(),
            all.shown(),
            all.named(),
            all.tally(),
            (System.nanoTime() - start) / 1e9);
    System.out.println(result);
    return result;
  }

  private static Result plus(Result one, Result other) {
    return new Result(
        one.rounds() + other.rounds(),
        one.sites() + other.sites(),
        one.shown() + other.shown(),
        one.named() + other.named(),
        one.tally().plus(other.tally()),
        0);
  }

  /** Each kind of trouble comes once before any comes again. */
  private Trouble trouble(int round) {
    List<Trouble> all = new ArrayList<>(List.of(Trouble.values()));
    Collections.shuffle(all, new Random(seed + (round - 1) / all.size()));
    return all.get((round - 1) % all.size());
  }

  /** Every second round, at one site after the other. */
  private final class Lane {
    private final int number;
    private final Random chance;
    private int sites;
    private Optional<SetBackSite> site = Optional.empty();
    private Path folder = Path.of("");
    private Result done = new Result(0, 0, 0, 0, Tally.NOTHING, 0);
    private Findings last = new Findings(0, 0, 0, List.of());

    Lane(int number) {
      this.number = number;
      this.chance = new Random(31 * seed + number);
    }

    Result run() throws IOException, InterruptedException {
      boolean well = false;
      try {
        for (int round = 1 + number; round <= rounds && !stopping; round += LANES) {
          play(round);
        }
        if (!stopping) {
          leave(rounds);
        }
        well = true;
        return done;
      } finally {
        stopping |= !well;
        if (site.isPresent()) {
          site.get().close();
        }
      }
    }

    private void play(int round) throws IOException, InterruptedException {
      if (site.isEmpty()) {
        folder = Workshop.fresh("set-back-rounds-" + number + "-" + ++sites);
        site = Optional.of(new SetBackSite(folder, chance.nextLong()));
        last = new Findings(0, 0, 0, List.of());
      }
      Trouble trouble = trouble(round);
      int before = last.shown();
      String where =
          "round %d of %d, site %d-%d: %s"
              .formatted(round, rounds, number + 1, sites, trouble.words);
      last = judged(where, () -> site.orElseThrow().play(trouble));
      System.out.printf(
          "  %s, %d shown, %d of %d in upstream's books, %d in no copy and named, 0 lost%n",
          where, last.shown() - before, last.held(), last.shown(), last.named());
      done = plus(done, new Result(1, 0, last.shown() - before, 0, Tally.NOTHING, 0));
      if (chance.nextInt(LIFE) == 0) {
        leave(round);
      }
    }

    /** All copies that were kept are used once more, and the site is taken down. */
    private void leave(int round) throws IOException, InterruptedException {
      if (site.isEmpty()) {
        return;
      }
      SetBackSite present = site.get();
      int before = last.shown();
      String where = "site %d-%d: the copies that were kept".formatted(number + 1, sites);
      last = judged("after round " + round + ", " + where, present::bringBackAllCopies);
      System.out.printf(
          "  %s, %d of %d in upstream's books, %d in no copy and named, 0 lost%n",
          where, last.held(), last.shown(), last.named());
      done = plus(done, new Result(0, 1, last.shown() - before, last.named(), present.tally(), 0));
      site = Optional.empty();
      present.close();
      Workshop.remove(folder);
    }

    private Findings judged(String where, Play play) throws IOException, InterruptedException {
      Findings findings;
      try {
        findings = play.run();
      } catch (AssertionError e) {
        throw broken(where, String.valueOf(e.getMessage()), e);
      } catch (IOException | RuntimeException e) {
        throw new IOException(where + ", in " + folder + ": " + e.getMessage(), e);
      }
      if (!findings.broken().isEmpty()) {
        StringBuilder text = new StringBuilder();
        findings.broken().stream().limit(10).forEach(b -> text.append("\n  ").append(b));
        throw broken(where, text + "\n" + findings.broken().size() + " in all", null);
      }
      return findings;
    }

    private AssertionError broken(String where, String what, Throwable cause) {
      return new AssertionError(
          "a promise was broken, %s: %s%nIts files are in %s. Again: ./dev fault --only set-back --seed %d --rounds %d"
              .formatted(where, what, folder, seed, rounds),
          cause);
    }
  }

  private interface Play {
    Findings run() throws IOException, InterruptedException;
  }
}
