package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench NAME}: figures into {@code target/bench/NAME.json} and a page beside it. */
@Command(
    name = "bench",
    description = "Figures, each against a peer that ran beside it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchMain.BoxVerb.class,
      BenchMain.AuthVerb.class,
      BenchMain.PairsVerb.class,
      BenchMain.RecoveryVerb.class,
      BenchMain.PackVerb.class,
      BenchMain.FlagsVerb.class
    })
public final class BenchMain {
  private static final Path TARGET = Path.of("target", "bench");

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  /** What of a box is measured. */
  enum Part {
    SALES,
    HTTP,
    SCREENS,
    GUESTS,
    CARD,
    LIFE,
    IDLE
  }

  @Command(
      name = "recovery",
      description = "A box with many sales, killed at the worst moment: how long until it is back.",
      mixinStandardHelpOptions = true)
  static final class RecoveryVerb implements Callable<Integer> {
    @Option(names = "--sales", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
    private int sales;

    @Override
    public Integer call() throws Exception {
      Report report = new RecoveryBench(sales, TARGET).run();
      report.write(TARGET);
      System.out.println(report.page());
      return 0;
    }
  }

  @Command(
      name = "pack",
      description = "A large shop with pictures becomes a pack: how long, and how much memory.",
      mixinStandardHelpOptions = true)
  static final class PackVerb implements Callable<Integer> {
    @Option(names = "--items", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int items;

    @Option(
        names = "--photographs",
        defaultValue = "2000",
        description = "Each another one. Default: ${DEFAULT-VALUE}.")
    private int photographs;

    @Override
    public Integer call() throws Exception {
      Path work = TARGET.resolve("pack").toAbsolutePath();
      Workbench.remove(work);
      Report report = new Report("pack", Machine.describe(Files.createDirectories(work)));
      new PackBench(work, items, photographs).run(report);
      report.remark("Load of the machine at the end: " + Machine.load() + ".");
      Workbench.remove(work);
      report.write(TARGET);
      System.out.println(report.page());
      return 0;
    }
  }

  @Command(
      name = "box",
      description = {
        "What a box does, and what each costs: durable sales over HTTPS, pages and pictures, 300",
        "screens, an SD card, its start and its memory."
      },
      mixinStandardHelpOptions = true)
  static final class BoxVerb implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
        names = "--warm-up",
        paramLabel = "SECONDS",
        defaultValue = "8",
        description =
            "A round of warm-up; as many as its compilers need. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
        names = "--window",
        paramLabel = "SECONDS",
        defaultValue = "15",
        description = "The timed window. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
        names = "--sales",
        defaultValue = "500000",
        description =
            "Sales signed beforehand, used again in each round. Default: ${DEFAULT-VALUE}.")
    private int sales;

    @Option(
        names = "--idle",
        paramLabel = "SECONDS",
        defaultValue = "180",
        description =
            "How long a box at rest is watched; 0: not at all. Default: ${DEFAULT-VALUE}.")
    private int idle;

    @Option(
        names = "--peers",
        description = "Also HTTP beside nginx; the peers of sales always run.")
    private boolean peers;

    @Option(
        names = "--parts",
        split = ",",
        paramLabel = "PART",
        description = "Only these: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Part> parts = List.of();

    @Option(
        names = "--only-64",
        description = "One group of rows of sales, no peers: for trying something out.")
    private boolean only64;

    @Option(
        names = "--http-rounds",
        defaultValue = "5",
        description = "Of HTTP beside nginx. Default: ${DEFAULT-VALUE}.")
    private int httpRounds;

    @Option(
        names = "--http-window",
        paramLabel = "SECONDS",
        defaultValue = "4",
        description = "A case and server; the warm-up is as long again. Default: ${DEFAULT-VALUE}.")
    private int httpWindow;

    @Option(
        names = "--card-window",
        paramLabel = "SECONDS",
        defaultValue = "60",
        description = "The timed window on the SD card. Default: ${DEFAULT-VALUE}.")
    private int cardWindow;

    @Option(
        names = "--starts",
        defaultValue = "6",
        description = "That count; one more comes first. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
        names = "--settle",
        paramLabel = "SECONDS",
        defaultValue = "30",
        description = "Of quiet before memory is read. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Override
    public Integer call() throws Exception {
      Path work = TARGET.resolve("box").toAbsolutePath();
      Workbench.remove(work);
      Report report = new Report("box", Machine.describe(Files.createDirectories(work)));
      Stall stall = signed(work, sales);
      ChildJvm java = ChildJvm.likeThis();
      Set<Part> wanted = wanted();
      if (wanted.contains(Part.SALES)) {
        new BoxBench(new BoxBench.Plan(rounds, warmUp, window, only64)).run(report, stall, work);
      }
      if (wanted.contains(Part.HTTP)) {
        HttpPeers.Plan plan = new HttpPeers.Plan(httpRounds, httpWindow, httpWindow);
        new HttpPeers(plan, stall, work, java).run(report);
      }
      if (wanted.contains(Part.SCREENS)) {
        new Screens(stall, work, 20).run(report);
      }
      if (wanted.contains(Part.GUESTS)) {
        new GuestsBench(work, 2 * window).run(report);
      }
      if (wanted.contains(Part.CARD)) {
        new SdCard(stall, work, java, cardWindow).run(report);
      }
      if (wanted.contains(Part.LIFE)) {
        Lifetime.Plan plan = new Lifetime.Plan(starts, settle, BoxBench.WARM, warmUp);
        new Lifetime(plan, stall, work, java).run(report);
      }
      if (wanted.contains(Part.IDLE) && idle > 0) {
        BoxBench.idle(report, stall, work.resolve("idle"), idle);
      }
      report.remark("Load of the machine at the end: " + Machine.load() + ".");
      Workbench.remove(work);
      report.write(TARGET);
      System.out.println(report.page());
      return 0;
    }

    private Set<Part> wanted() {
      if (only64) {
        return EnumSet.of(Part.SALES);
      }
      if (!parts.isEmpty()) {
        return EnumSet.copyOf(parts);
      }
      return peers ? EnumSet.allOf(Part.class) : EnumSet.complementOf(EnumSet.of(Part.HTTP));
    }
  }

  /** What of the auth broker is measured. */
  enum AuthPart {
    ISSUE,
    RENEW,
    DOOR,
    SIZES,
    REVOCATIONS,
    PINS,
    LIFE
  }

  @Command(
      name = "auth",
      description = {
        "What the auth broker does, and what each costs: tokens given out, renewed and looked at,",
        "revocations to 200 verifiers, a flood of PINs, its start."
      },
      mixinStandardHelpOptions = true)
  static final class AuthVerb implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
        names = "--starts",
        defaultValue = "5",
        description = "That count; one more comes first. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
        names = "--settle",
        paramLabel = "SECONDS",
        defaultValue = "15",
        description = "Of quiet before memory is read. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Option(
        names = {"--peers", "--keycloak"},
        description =
            "Also Keycloak under the same load: 176 MB that Maven fetches, outside this project.")
    private boolean keycloak;

    @Option(
        names = "--parts",
        split = ",",
        paramLabel = "PART",
        description = "Only these: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<AuthPart> parts = List.of();

    @Override
    public Integer call() throws Exception {
      Path work = TARGET.resolve("auth").toAbsolutePath();
      Workbench.remove(work);
      Report report = new Report("auth", Machine.describe(Files.createDirectories(work)));
      Stall stall = Stall.in(Files.createDirectories(work.resolve("stall")));
      AuthBench bench = new AuthBench(new AuthBench.Plan(rounds, starts, settle), stall, work);
      Optional<Keycloak.Figures> peer = keycloak ? bench.keycloak(report) : Optional.empty();
      Set<AuthPart> wanted =
          parts.isEmpty() ? EnumSet.allOf(AuthPart.class) : EnumSet.copyOf(parts);
      for (AuthPart part : wanted) {
        switch (part) {
          case ISSUE -> bench.issue(report, peer);
          case RENEW -> bench.renew(report);
          case DOOR -> bench.door(report);
          case SIZES -> bench.sizes(report, peer);
          case REVOCATIONS -> bench.revocations(report);
          case PINS -> bench.pins(report);
          case LIFE -> bench.life(report, peer);
        }
      }
      report.remark("Load of the machine at the end: " + Machine.load() + ".");
      Workbench.remove(work);
      report.write(TARGET);
      System.out.println(report.page());
      return 0;
    }
  }

  @Command(
      name = "flags",
      description = {
        "What JVM flags do to a box's start, memory and CPU a sale: one life of a box for each set,",
        "as a table. It is how the shipped flags were chosen."
      },
      mixinStandardHelpOptions = true)
  static final class FlagsVerb implements Callable<Integer> {
    @Option(
        names = "--set",
        paramLabel = "\"FLAG… NAME=VALUE…\"",
        description = "Beside what ships; may be given many times. Default: a list of our own.")
    private List<String> sets = FlagsBench.SETS;

    @Option(
        names = "--settle",
        paramLabel = "SECONDS",
        defaultValue = "15",
        description = "Of quiet before memory is read. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Option(
        names = "--load",
        paramLabel = "SECONDS",
        defaultValue = "8",
        description =
            "Of each load; sales have 30,000 of warm-up besides. Default: ${DEFAULT-VALUE}.")
    private int load;

    @Override
    public Integer call() throws Exception {
      Path work = TARGET.resolve("flags").toAbsolutePath();
      Workbench.remove(work);
      Files.createDirectories(work);
      Stall stall = signed(work, 120_000);
      Lifetime.Plan plan = new Lifetime.Plan(1, settle, BoxBench.WARM, load);
      new FlagsBench(new Lifetime(plan, stall, work, ChildJvm.likeThis()))
          .run(sets, TARGET.resolve("flags.md"));
      Workbench.remove(work);
      return 0;
    }
  }

  @Command(
      name = "pairs",
      description = {
        "This build beside an earlier one: CPU a sale, a token and a catalogue answer, in windows",
        "that take turns between two boxes, as the median of the ratios with its interval."
      },
      mixinStandardHelpOptions = true)
  static final class PairsVerb implements Callable<Integer> {
    @Option(
        names = "--before",
        required = true,
        paramLabel = "FOLDER",
        description = "A checkout of the earlier build, built and trained there.")
    private Path before;

    @Option(names = "--pairs", defaultValue = "9", description = "Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
        names = "--window",
        paramLabel = "SECONDS",
        defaultValue = "5",
        description = "Of sales, and of the catalogue. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
        names = "--sales",
        defaultValue = "500000",
        description = "Sales signed beforehand, used at both boxes. Default: ${DEFAULT-VALUE}.")
    private int sales;

    @Override
    public Integer call() throws Exception {
      Path work = TARGET.resolve("pairs").toAbsolutePath();
      Workbench.remove(work);
      Report report = new Report("pairs", Machine.describe(Files.createDirectories(work)));
      new PairsBench(new PairsBench.Plan(before, pairs, window), signed(work, sales), work)
          .run(report);
      report.remark("Load of the machine at the end: " + Machine.load() + ".");
      Workbench.remove(work);
      report.write(TARGET);
      System.out.println(report.page());
      return 0;
    }
  }

  private static Stall signed(Path work, int sales) throws IOException {
    Workbench.say("signing %,d sales …", sales);
    Stall stall = Stall.in(Files.createDirectories(work.resolve("stall")));
    stall.sign(sales);
    return stall;
  }
}
