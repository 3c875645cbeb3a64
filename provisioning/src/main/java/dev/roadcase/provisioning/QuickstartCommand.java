package dev.roadcase.provisioning;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.provisioning.fleet.Passphrase;
import dev.roadcase.provisioning.pack.DescriptionRoom;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.provisioning.process.Launcher;
import dev.roadcase.provisioning.quickstart.Intent;
import dev.roadcase.provisioning.quickstart.LanAddresses;
import dev.roadcase.provisioning.quickstart.QuickstartFolder;
import dev.roadcase.provisioning.quickstart.QuickstartFolder.Ports;
import dev.roadcase.provisioning.quickstart.WatchedBox;
import dev.roadcase.provisioning.sheet.Sheet;
import dev.roadcase.wire.commandline.ShellWord;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code roadcase quickstart}: fleet, kit, pack, configuration and a box that runs, in one step.
 */
@Command(
    name = "quickstart",
    sortOptions = false,
    description = {
      "From a product list to a running box, in one step.",
      "",
      "Makes keys, a signed pack and roadcase.toml in one folder, starts the box there, and shows"
          + " where the shop is and how the crew panel is opened. Run again with the same folder, it"
          + " starts the same box: no new keys, nothing lost; a list that has changed becomes the"
          + " pack's next version.",
      "",
      "Without --fleet the keys are for trying, and the box is in mode rehearsal: its sales never"
          + " enter the books of a live show.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:it was prepared, or the box ran and was stopped",
      "64:the command line cannot be understood",
      "65:the list, or the keys, cannot be used",
      "66:there is no such list",
      "73:the folder cannot be written, or the box did not start",
      "75:the box runs already, with another pack: stop it, and start it by the same command"
    })
final class QuickstartCommand implements Callable<Integer> {
  private static final KitId KIT = new KitId("kit-1");
  private static final FleetId TRIAL_FLEET = new FleetId("quickstart");
  private static final String TRIAL_SHOW = "trial";
  private static final Duration SHOW = Duration.ofDays(30);
  private static final Duration GRACE = Duration.ofMinutes(15);
  private static final String TERMS_EXAMPLE = "--currency EUR --tax 21% --tax-included";

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*[a-z]");

  private final Surroundings here;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CSV",
      arity = "0..1",
      description = "A product export: Shopify's, WooCommerce's, or a plain list.")
  private @Nullable Path csv;

  @Option(names = "--example", description = "Sells from a list that ships with Roadcase.")
  private boolean example;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Of the prices, ISO 4217: EUR, USD, JPY …")
  private @Nullable Currency currency;

  @Option(
      names = "--tax",
      paramLabel = "RATE",
      description = "The standard rate, such as 21%%; 0%% where there is none.")
  private @Nullable TaxRate tax;

  @Option(
      names = "--tax-class",
      paramLabel = "CLASS=RATE",
      description = "A further class, such as reduced=6%%.")
  private Map<String, TaxRate> taxClasses = new LinkedHashMap<>();

  @ArgGroup private @Nullable Contained contained;

  /** One of the two. */
  static final class Contained {
    @Option(names = "--tax-included", description = "Prices contain the tax.")
    boolean included;

    @Option(names = "--tax-excluded", description = "Tax comes on top.")
    boolean excluded;
  }

  @Option(names = "--decimal-comma", description = "Prices are written 1.234,50.")
  private boolean decimalComma;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where all of it goes (${DEFAULT-VALUE}).")
  private Path folder = Path.of("roadcase-quickstart");

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      description = "Keys to keep, for a live show: a-z, 0-9, hyphens. Goes with --show.")
  private @Nullable FleetId fleetName;

  @Option(names = "--show", paramLabel = "NAME", description = "The show of that fleet.")
  private @Nullable String showName;

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Option(
      names = "--no-passphrase",
      description = "Asks for none: the fleet's root key lies in the folder as it is.")
  private boolean noPassphrase;

  @Option(
      names = "--local",
      description = "Only this machine reaches the box, no phone on the network.")
  private boolean local;

  @Option(names = "--no-start", description = "Prepares all of it, and starts nothing.")
  private boolean noStart;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  QuickstartCommand(Surroundings here) {
    this.here = here;
  }

  /** What is sold, and on what terms. */
  private record Wares(ProductList list, Imported imported, PackTerms terms) {}

  /** A product list; the example's own may still have to be written to where it is to lie. */
  private record ProductList(Path file, Instant changed) {
    static ProductList of(Path file) throws IOException {
      return new ProductList(file, Files.getLastModifiedTime(file).toInstant());
    }

    byte[] bytes() throws IOException {
      return Files.exists(file) ? Files.readAllBytes(file) : DemoPack.csv();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    QuickstartFolder place = new QuickstartFolder(folder);
    Intent intent = intent(place);
    requireSensible(place, intent);
    if (csv == null && !example && !Files.exists(place.pack())) {
      throw usage(
          "name a product list, as in: roadcase quickstart products.csv; or --example sells from a"
              + " list that ships");
    }
    if (csv != null && !Files.isRegularFile(csv)) {
      here.err()
          .println(
              PackPages.folded(
                  "roadcase quickstart:",
                  Files.isDirectory(csv)
                      ? csv + " is a folder; name the product list in it."
                      : "there is no file "
                          + csv
                          + ". Name the product export of your shop; --example sells from a list"
                          + " that ships."));
      return Exit.NO_INPUT;
    }
    // All that can be wrong with the list is said before a key is made.
    Optional<Wares> wares = wares(place);
    if (wares.isPresent() && !wares.get().imported().problems().isEmpty()) {
      return refused(wares.get());
    }
    Fleet fleet = fleet(place, intent, wares);
    boolean alone = place.isSetUp() ? place.isLocal() : intent.local();
    LanAddresses lan = alone ? LanAddresses.none() : LanAddresses.ofThisMachine();
    KitFolder kit = kit(fleet, lan);
    if (wares.isPresent()) {
      pack(fleet, wares.get(), place);
    } else {
      here.out().println("Pack  " + place.pack() + ", as it was: no list was named");
    }
    config(place, kit, intent);
    return noStart ? prepared(place) : start(place, lan);
  }

  /** What the options say, and else what was begun here: it is never taken up as another mode. */
  private Intent intent(QuickstartFolder place) throws IOException {
    Optional<Intent> begun = begun(place);
    boolean alone = local || begun.map(Intent::local).orElse(false);
    if (fleetName != null && showName != null) {
      return new Intent(Optional.of(new Intent.Show(fleetName, showName)), alone);
    }
    begun
        .flatMap(Intent::show)
        .ifPresent(
            show -> here.out().println("Goes on with what was begun here: live, " + show + "."));
    return new Intent(begun.flatMap(Intent::show), alone);
  }

  /** By its own note; where there is none, by the keys. */
  private static Optional<Intent> begun(QuickstartFolder place) throws IOException {
    Optional<Intent> noted = place.begun();
    if (noted.isPresent() || place.isSetUp() || !Files.exists(place.fleet())) {
      return noted;
    }
    Fleet there = Fleet.open(place.fleet());
    boolean trial = there.id().equals(TRIAL_FLEET) && showOf(there).equals(TRIAL_SHOW);
    return Optional.of(
        new Intent(
            trial ? Optional.empty() : Optional.of(new Intent.Show(there.id(), showOf(there))),
            false));
  }

  private static String showOf(Fleet fleet) throws IOException {
    return fleet.show().name() instanceof Name.Show name ? name.show() : "";
  }

  private void requireSensible(QuickstartFolder place, Intent intent) throws IOException {
    if (csv != null && example) {
      throw usage("a list and --example exclude each other");
    }
    if ((fleetName == null) != (showName == null)) {
      throw usage("--fleet and --show go together: --fleet acme --show saturday");
    }
    requireFittingKeys(place);
    requireFittingPassphrase(place, intent);
    requireFittingTerms(place);
    if (local && place.isSetUp() && !place.isLocal()) {
      throw usage(
          "--local does not fit "
              + place.config()
              + ", which listens on every address. Change [listen] there, or name a new folder with"
              + " --dir.");
    }
  }

  /** A passphrase is for a live root, and for one that is to be made or is under one. */
  private void requireFittingPassphrase(QuickstartFolder place, Intent intent) throws IOException {
    if (noPassphrase && passphrase.isFile()) {
      throw usage("--no-passphrase and --passphrase-file exclude each other");
    }
    if (Files.exists(place.fleet())) {
      if (passphrase.isFile() && !Fleet.open(place.fleet()).rootSealed()) {
        throw usage(
            "--passphrase-file does not fit "
                + place.fleet()
                + ", whose root key is under none. Leave it out; or, for a root under a passphrase,"
                + " name a new folder with --dir.");
      }
      return;
    }
    if (intent.show().isEmpty() && passphrase.isFile()) {
      throw usage(
          "--passphrase-file is for a live show's root key: name it with --fleet and --show. Keys"
              + " to try with are under no passphrase.");
    }
    boolean sealing = noPassphrase || passphrase.isGiven(here);
    if (intent.show().isPresent() && !sealing && here.asking() == Asking.NOBODY) {
      throw usage(
          "a live show's root key needs a passphrase, and there is no terminal to ask at: name"
              + " --passphrase-file or set ROADCASE_PASSPHRASE; --no-passphrase does without");
    }
  }

  /** Keys are made once: what the options say of them must be what is there. */
  private void requireFittingKeys(QuickstartFolder place) throws IOException {
    if (!Files.exists(place.fleet())) {
      if (place.isSetUp()) {
        throw usage(
            place.config()
                + " is there, and its keys are not: bring back "
                + place.fleet()
                + ", or name a new folder with --dir.");
      }
      return;
    }
    Fleet there = Fleet.open(place.fleet());
    if (fleetName != null && showName != null) {
      String show = showOf(there);
      if (!fleetName.equals(there.id()) || !showName.equals(show)) {
        throw usage(
            "%s has the keys of the fleet %s, show %s. The fleet %s, show %s needs a new folder (--dir)."
                .formatted(place.root(), there.id(), show, fleetName, showName));
      }
    }
    if (noPassphrase && there.rootSealed()) {
      throw usage(
          "--no-passphrase does not fit "
              + place.fleet()
              + ", whose root key is under one. Name a new folder with --dir.");
    }
  }

  /** Terms go with a list: without one, nothing would be priced or taxed by them. */
  private void requireFittingTerms(QuickstartFolder place) throws IOException {
    boolean taxed = tax != null || !taxClasses.isEmpty() || contained != null;
    if (example && (taxed || (currency != null && !currency.getCurrencyCode().equals("EUR")))) {
      throw usage(
          "--example sells in EUR, with 21% tax included. For other terms, name a list of yours.");
    }
    if (Files.exists(place.pack())) {
      Currency sells = PackFile.open(PackFile.head(place.pack())).pack().currency();
      Currency wanted = example ? Currency.getInstance("EUR") : currency;
      if (wanted != null && !wanted.equals(sells)) {
        throw usage(
            "The show sells in %s; %s needs a new folder (--dir).".formatted(sells, wanted));
      }
      if (csv == null && !example && (taxed || decimalComma)) {
        throw usage(
            "without a list, the pack stays as it is, and so do its prices and tax. Name the list"
                + " again, for the pack's next version.");
      }
    }
  }

  private Optional<Wares> wares(QuickstartFolder place) throws IOException {
    Optional<ProductList> named = list(place);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    ProductList list = named.get();
    Instant created = list.changed();
    PackTerms terms = terms(created, place);
    Imported imported;
    try {
      imported =
          Export.readAny(
              Sheet.read(list.bytes(), Optional.empty()),
              new Terms(
                  terms.currency(),
                  terms.taxClasses().keySet(),
                  false,
                  false,
                  decimalComma,
                  LocalDate.ofInstant(created, ZoneOffset.UTC)));
    } catch (IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage());
      Optional<String> elsewhere = optionsOfPackBuild(said);
      if (elsewhere.isEmpty()) {
        throw e;
      }
      throw new IllegalArgumentException(said + ". " + elsewhere.get(), e);
    }
    return Optional.of(new Wares(list, imported, terms));
  }

  /** The list that was named; the example's own, as it lies in the folder or is to. */
  private Optional<ProductList> list(QuickstartFolder place) throws IOException {
    if (csv != null) {
      return Optional.of(ProductList.of(csv));
    }
    if (!example) {
      return Optional.empty();
    }
    Path own = place.products();
    return Optional.of(
        Files.exists(own) ? ProductList.of(own) : new ProductList(own, here.clock().instant()));
  }

  /** As the options say; else as the folder's last pack has it, or whoever sits here. */
  private PackTerms terms(Instant created, QuickstartFolder place) throws IOException {
    if (example) {
      return new PackTerms(
          Currency.getInstance("EUR"),
          true,
          new TaxRate(210_000),
          Map.of("reduced", new TaxRate(90_000)),
          GRACE,
          created);
    }
    Optional<Pack> last =
        Files.exists(place.pack())
            ? Optional.of(PackFile.open(PackFile.head(place.pack())).pack())
            : Optional.empty();
    Currency money =
        known(
            currency,
            last.map(Pack::currency),
            "Currency of the prices, such as EUR: ",
            text -> {
              if (text.matches("[A-Za-z]{3}")) {
                return Currency.getInstance(text.toUpperCase(java.util.Locale.ROOT));
              }
              throw new IllegalArgumentException("\"" + text + "\" is no currency's ISO 4217 code");
            });
    TaxRate rate =
        known(
            tax,
            last.map(pack -> pack.taxRates().get(Terms.STANDARD)),
            "Tax, the standard rate, such as 21%: ",
            Words::taxRate);
    Boolean said = contained == null ? null : Boolean.valueOf(contained.included);
    Boolean included =
        known(
            said,
            last.map(Pack::taxIncluded),
            "Do the prices contain the tax? (yes, no): ",
            text -> text.toLowerCase(java.util.Locale.ROOT).startsWith("y"));
    Map<String, TaxRate> classes = new LinkedHashMap<>(taxClasses);
    if (classes.isEmpty() && last.isPresent()) {
      classes.putAll(last.get().taxRates());
      classes.keySet().removeAll(List.of(Terms.STANDARD, Terms.NONE));
    }
    return new PackTerms(money, included, rate, classes, GRACE, created);
  }

  /** How what somebody typed is read. */
  private interface Reading<T> {
    T of(String text);
  }

  private <T> T known(@Nullable T option, Optional<T> last, String question, Reading<T> reading) {
    if (option != null) {
      return option;
    }
    return last.or(() -> here.asking().line(question).map(String::strip).map(reading::of))
        .orElseThrow(() ->
            usage(
                "a list says neither its currency nor its tax. Say how its prices are meant,"
                    + " such as "
                    + TERMS_EXAMPLE
                    + " (or --tax-excluded; --tax 0% where there is none)"));
  }

  private int refused(Wares wares) {
    ProblemLines.of(
            Located.all(
                String.valueOf(wares.list().file().getFileName()), wares.imported().problems()),
            "roadcase pack build --json has all")
        .forEach(here.err()::println);
    int count = wares.imported().problems().size();
    here.err().println((count == 1 ? "1 problem" : count + " problems") + "; nothing was made.");
    StringBuilder said = new StringBuilder();
    wares.imported().problems().forEach(problem -> said.append(problem.reason()).append(' '));
    Optional<String> elsewhere = optionsOfPackBuild(said.toString());
    here.err()
        .println(
            PackPages.folded(
                "note:",
                elsewhere.orElse("roadcase pack build --help names more ways to read a list.")));
    return Exit.BAD_DATA;
  }

  /** The importers name options of {@code pack build}; those that are none here are said to be. */
  private Optional<String> optionsOfPackBuild(String said) {
    if (spec == null) {
      throw new IllegalStateException("picocli gives it");
    }
    Set<String> mine = spec.optionsMap().keySet();
    List<String> others =
        OPTION
            .matcher(said)
            .results()
            .map(MatchResult::group)
            .distinct()
            .filter(o -> !mine.contains(o))
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.join(", ", others)
            + (others.size() == 1 ? " is an option" : " are options")
            + " of roadcase pack build, not of quickstart.");
  }

  /**
   * The keys. What somebody has to be asked for is asked before anything is written: an end of
   * input leaves nothing behind.
   */
  private Fleet fleet(QuickstartFolder place, Intent intent, Optional<Wares> wares)
      throws IOException {
    boolean there = Files.exists(place.fleet());
    Optional<Passphrase> chosen =
        there || intent.show().isEmpty() || noPassphrase
            ? Optional.empty()
            : passphrase.chosen(here);
    try {
      place.begin(intent);
      if (example && wares.isPresent() && !Files.exists(place.products())) {
        WholeFile.write(place.products(), wares.get().list().bytes());
      }
      if (there) {
        here.out().println("Keys  " + place.fleet() + ", as they were");
        return Fleet.open(place.fleet());
      }
      return made(place, intent, chosen);
    } finally {
      chosen.ifPresent(Passphrase::close);
    }
  }

  private Fleet made(QuickstartFolder place, Intent intent, Optional<Passphrase> chosen)
      throws IOException {
    Instant now = here.clock().instant();
    Instant ends = now.plus(SHOW);
    FleetPlan plan =
        intent
            .show()
            .map(show ->
                new FleetPlan(show.fleet(), show.name(), ends, chosen, List.of(), List.of()))
            .orElseGet(() -> FleetPlan.throwAway(TRIAL_FLEET, TRIAL_SHOW, ends));
    Fleet made = Fleet.init(place.fleet(), plan, now, here.chance());
    here.out()
        .println(
            "Keys  "
                + place.fleet()
                + (intent.show().isEmpty()
                    ? ", to try with: not for a live show"
                    : ", of the fleet "
                        + made.id()
                        + (made.rootSealed()
                            ? ", its root under a passphrase"
                            : ", its root under NO passphrase")));
    return made;
  }

  private KitFolder kit(Fleet fleet, LanAddresses lan) throws IOException {
    Path folderOfKit = fleet.kitFolder(KIT);
    if (Files.exists(folderOfKit)) {
      KitFolder there = KitFolder.read(folderOfKit);
      here.out().println("Box   " + folderOfKit + ", as it was");
      List<String> unknown =
          lan.addresses().stream().filter(address -> !certified(there).contains(address)).toList();
      if (!unknown.isEmpty()) {
        here.err()
            .println(
                PackPages.folded(
                    "note:",
                    "this machine now has the address "
                        + String.join(", ", unknown)
                        + ", which is not in the box's certificate: phones warn of it. A new one:"));
        here.err()
            .println(
                "  %s fleet renew %s --fleet-dir %s --ip %s"
                    .formatted(
                        ShellWord.of(typed()),
                        KIT,
                        ShellWord.of(fleet.folder()),
                        unknown.getFirst()));
      }
      return there;
    }
    KitFolder made =
        fleet.addKit(KIT, lan.names(), lan.addresses(), here.clock().instant(), here.chance());
    here.out().println("Box   " + made.folder() + ", keys and a certificate for");
    here.out()
        .println(
            "      "
                + (lan.addresses().isEmpty()
                    ? "this machine alone"
                    : String.join(", ", lan.addresses())
                        + (lan.names().isEmpty() ? "" : ", " + String.join(", ", lan.names()))));
    return made;
  }

  private static Collection<String> certified(KitFolder kit) {
    try {
      Collection<List<?>> names = kit.chain().getFirst().getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> String.valueOf(name.get(1))).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private void pack(Fleet fleet, Wares wares, QuickstartFolder place) throws IOException {
    PackBuild build = new PackBuild(fleet, fleet.show());
    DescriptionRoom.Fitted fitted = DescriptionRoom.fit(wares.imported().items());
    fitted.note().ifPresent(note -> here.err().println(PackPages.folded("note:", note.text())));
    PackBuild.Wares sold = PackBuild.Wares.of(fitted.items());
    PackBuild.Built built = build.sign(sold, wares.terms(), OptionalLong.empty());
    // The same list gives the same file, also when only its date has changed.
    if (!isPackOf(place.pack(), built.pack().pack().version())) {
      built = build.write(sold, wares.terms(), OptionalLong.empty(), place.pack());
    }
    Pack pack = built.pack().pack();
    here.out()
        .printf(
            "Pack  %s, version %d: %s of %s, %s, tax %s %s%n",
            place.pack(),
            pack.version(),
            counted(pack.items().size(), "item"),
            counted(wares.imported().products(), "product"),
            pack.currency(),
            Words.percent(wares.terms().standard()),
            pack.taxIncluded() ? "included" : "on top");
    for (Note note : wares.imported().notes()) {
      here.err().println(PackPages.folded("note:", note.text()));
    }
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static boolean isPackOf(Path file, long version) throws IOException {
    return Files.exists(file) && PackFile.open(PackFile.head(file)).pack().version() == version;
  }

  private void config(QuickstartFolder place, KitFolder kit, Intent intent) throws IOException {
    if (place.isSetUp()) {
      String mode = place.mode();
      here.out()
          .println(
              "File  " + place.config() + ", as it was" + (mode.isEmpty() ? "" : ": mode " + mode));
      return;
    }
    place.writeConfig(kit.folder(), intent, Ports.free());
    here.out().println("File  " + place.config() + ", mode " + intent.mode());
  }

  private int prepared(QuickstartFolder place) {
    here.out().println("Nothing was started (--no-start).");
    here.out().println();
    command("Next: start the box", "box --config " + ShellWord.of(place.config()));
    return Exit.FINE;
  }

  private int start(QuickstartFolder place, LanAddresses lan)
      throws IOException, InterruptedException {
    Launcher launcher = Launcher.of(here.environment());
    Ports ports = Ports.read(place.config());
    OptionalLong running = WatchedBox.running(place, ports);
    here.out().println();
    if (running.isPresent()) {
      return runsAlready(place, launcher, running.getAsLong());
    }
    here.out().println("Starting the box …");
    try (WatchedBox box = WatchedBox.start(launcher, place, ports)) {
      here.out().println("The box is up.");
      here.out().println();
      here.out().println("  shop, here       http://127.0.0.1:" + ports.http() + "/");
      for (String address : lan.addresses()) {
        here.out().println("  shop, on phones  http://" + address + ":" + ports.http() + "/");
      }
      here.out().println("  what it says     " + place.log());
      here.out().println();
      here.out().flush();
      box.showCrewPanel(launcher);
      here.out().println();
      here.out()
          .println("A changed list becomes the pack's next version: name it, and run this again.");
      command("A second box:", "fleet add kit-2 --fleet-dir " + ShellWord.of(place.fleet()));
      command("A code that pairs a till:", "box code --config " + ShellWord.of(place.config()));
      here.out().println("Next: open the crew panel, at one of its addresses above.");
      here.out().println("Ctrl-C stops the box; the same command starts it again.");
      here.out().flush();
      return box.untilItEnds();
    }
  }

  /** What another terminal has started is left alone, and nothing is added to its log. */
  private int runsAlready(QuickstartFolder place, Launcher launcher, long sells)
      throws IOException, InterruptedException {
    here.out().println("This box runs already.");
    long made = PackFile.open(PackFile.head(place.pack())).pack().version();
    if (made != sells) {
      here.out()
          .println("Version " + made + " counts once it is stopped and started: stop it with");
      here.out().println("Ctrl-C there, then run this again.");
    }
    here.out().println();
    here.out().flush();
    WatchedBox.showCrewPanel(launcher, place.config());
    return made == sells ? Exit.FINE : Exit.LATER;
  }

  /** What a person types to start this program here. */
  private String typed() {
    return here.environment().getOrDefault("ROADCASE_TYPED", "roadcase");
  }

  /** A purpose, and alone on its line what is typed for it. */
  private void command(String purpose, String words) {
    here.out().println(purpose);
    here.out().println("  " + ShellWord.of(typed()) + " " + words);
  }

  private RuntimeException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli gives it");
    }
    return TermsOptions.usage(spec, message);
  }
}
