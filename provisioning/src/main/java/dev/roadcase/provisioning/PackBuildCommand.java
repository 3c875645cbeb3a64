package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.pack.DescriptionRoom;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.provisioning.pack.RosterFile;
import dev.roadcase.provisioning.pictures.Gallery;
import dev.roadcase.provisioning.pictures.ThemeFile;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roadcase pack build}. */
@Command(
    name = "build",
    sortOptions = false,
    description = {
      "Makes a signed pack from a shop's product export: Shopify's, WooCommerce's, or a plain list"
          + " (sku,title,price; roadcase pack template prints one).",
      "Problems are all named at once, by line and column; then nothing is written.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase pack build products.csv --currency EUR --tax 21%% --tax-included",
      "  roadcase pack build products.csv --currency EUR --tax 21%% \\",
      "      --tax-class reduced=6%% --images photos -o saturday.rcpack"
    })
final class PackBuildCommand implements Callable<Integer> {
  /** Where all problems are, of which a terminal shows some. */
  private static final String ALL = "--json has all";

  private static final byte[] MAGIC = "RCPACK".getBytes(StandardCharsets.US_ASCII);

  private final Surroundings here;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CSV",
      arity = "1..*",
      description = "The export: a file, or several of one kind, which are read as one.")
  private List<Path> csvs = List.of();

  @Mixin private FleetFolderOption fleetFolder = new FleetFolderOption();

  /** As it was spelt once. */
  @Option(names = "--fleet", paramLabel = "DIR", hidden = true)
  private @Nullable Path formerly;

  @Option(names = "--show", paramLabel = "NAME", description = "Which show, if it has several.")
  private @Nullable String show;

  @Mixin private TermsOptions terms = new TermsOptions();

  @Mixin private ImportOptions reads = new ImportOptions();

  @Mixin private PictureOptions shows = new PictureOptions();

  @Option(
      names = "--roster",
      paramLabel = "FILE",
      description = "Who may do what, and staff with PINs (the usual roles, nobody with a PIN).")
  private @Nullable Path roster;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Its number (the next, or the last when nothing changed).")
  private @Nullable Long version;

  @Option(
      names = "--other-currency",
      description = "Builds it though the show's earlier packs were in another currency.")
  private boolean otherCurrency;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it goes (SHOW.rcpack).")
  private @Nullable Path output;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Does all of it except writing the pack.")
  private boolean dryRun;

  @Mixin private OutputOptions says = new OutputOptions();

  PackBuildCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    requireSensible();
    Fleet of = Fleet.open(formerly == null ? fleetFolder.folder() : formerly);
    Issuer issuer = show == null ? of.show() : of.show(show);
    if (!(issuer.name() instanceof Name.Show name)) {
      throw new IllegalStateException("a show's issuer speaks for a show");
    }
    Path file = output == null ? Path.of(name.show() + ".rcpack") : output;
    // All that can be told before anything is made is told at once.
    List<Located> wrong = new ArrayList<>();
    Instant created = created();
    Imported imported = imported(created, wrong);
    ThemeFile.Read theme = shows.theme();
    wrong.addAll(Located.all(shows.themeName(), theme.problems()));
    wrong.addAll(shows.missingFolder());
    PackBuild build = new PackBuild(of, issuer);
    RosterFile.Read people = people(build);
    wrong.addAll(Located.all(String.valueOf(roster), people.problems()));
    boolean readable = wrong.isEmpty();
    whyNotTo(file).ifPresent(why -> wrong.add(Located.whole(file.toString(), why)));
    if (!wrong.isEmpty()) {
      return refused(
          wrong,
          readable
              ? Exit.CANNOT_CREATE
              : csvs.stream().allMatch(Files::isRegularFile) ? Exit.BAD_DATA : Exit.NO_INPUT);
    }
    Gallery gallery;
    DescriptionRoom.Fitted fitted;
    PackBuild.Built built;
    try {
      gallery = shows.gallery(imported, name.show(), csvs, theme.theme(), here);
      List<Problem> unseen = shows.problems(gallery);
      if (!unseen.isEmpty()) {
        return refused(Located.all(csvName(), unseen), Exit.BAD_DATA);
      }
      requireCurrency(build);
      fitted = DescriptionRoom.fit(gallery.items());
      built = built(build, gallery, fitted.items(), people.roster(), terms.terms(created), file);
    } catch (IllegalArgumentException e) {
      return refused(
          List.of(Located.whole(csvName(), String.valueOf(e.getMessage()))), Exit.BAD_DATA);
    }
    List<Note> notes = new ArrayList<>(shows.notes(gallery, imported));
    fitted.note().ifPresent(notes::add);
    notes.addAll(people.notes());
    if (!terms.taxWasSaid()) {
      here.err()
          .println("note: Tax comes on top of these prices; if they contain it: --tax-included");
    }
    if (says.json()) {
      here.out().println(asJson(built, imported, notes, file));
    } else {
      here.out().println(dryRun ? file + " would be:" : file.toString());
      PackPages.text(here.out(), built.pack());
      if (!terms.taxWasSaid()) {
        here.out()
            .println("             tax on top, which was not said: --tax-included, --tax-excluded");
      }
    }
    tell(notes, built, imported.problems());
    return Exit.FINE;
  }

  /** What the export says; nothing, where there is none or it is not to be taken. */
  private Imported imported(Instant created, List<Located> wrong) throws IOException {
    for (Path csv : csvs) {
      if (!Files.isRegularFile(csv)) {
        wrong.add(
            Located.whole(
                csv.toString(),
                Files.isDirectory(csv)
                    ? "is a folder; name the export in it"
                    : "there is no such file"));
      }
    }
    if (!wrong.isEmpty()) {
      return Imported.refused(List.of());
    }
    Imported imported = reads.read(csvs, terms, created);
    if (!reads.takes(imported)) {
      wrong.addAll(Located.all(csvName(), imported.problems()));
    }
    return imported;
  }

  /** A box that has sold in one currency does not go on in another. */
  private void requireCurrency(PackBuild build) throws IOException {
    String code = terms.currency().getCurrencyCode();
    Optional<String> before = build.currency().filter(was -> !was.equals(code));
    if (before.isPresent() && !otherCurrency) {
      throw new IllegalArgumentException(
          "the show's packs have been in %s, not %s: a box that has sold in one does not go on in the other; if none has, --other-currency"
              .formatted(before.get(), code));
    }
  }

  private RosterFile.Read people(PackBuild build) throws IOException {
    return roster == null
        ? new RosterFile.Read(Optional.empty(), List.of(), List.of())
        : RosterFile.read(roster, build.salts());
  }

  private PackBuild.Built built(
      PackBuild build,
      Gallery gallery,
      List<Item> items,
      Optional<Roster> people,
      PackTerms sold,
      Path file)
      throws IOException {
    PackBuild.Wares wares = new PackBuild.Wares(items, gallery.looks(), gallery.assets(), people);
    OptionalLong number = version == null ? OptionalLong.empty() : OptionalLong.of(version);
    return dryRun ? build.sign(wares, sold, number) : build.write(wares, sold, number, file);
  }

  private void tell(List<Note> notes, PackBuild.Built built, List<Problem> skipped) {
    built.doubtful().ifPresent(doubt -> here.err().println(PackPages.folded("note:", doubt)));
    for (Note note : notes) {
      here.err().println(PackPages.folded("note:", note.text()));
      if (!note.which().isEmpty()) {
        here.err().println(PackPages.folded("     ", note.some()));
      }
    }
    if (!skipped.isEmpty()) {
      ProblemLines.of(Located.all(csvName(), skipped), ALL).forEach(here.err()::println);
      here.err()
          .println(
              (skipped.size() == 1 ? "1 problem" : skipped.size() + " problems")
                  + "; what they are about was left out (--lenient).");
    }
    if (dryRun) {
      here.err().println("Nothing was written.");
    }
  }

  private int refused(List<Located> problems, int exit) {
    ProblemLines.of(problems, ALL).forEach(here.err()::println);
    here.err()
        .println(
            (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + "; nothing was written.");
    if (says.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      list(node.putArray("problems"), problems);
      here.out().println(node);
    }
    return exit;
  }

  private ObjectNode asJson(PackBuild.Built built, Imported imported, List<Note> notes, Path file) {
    ObjectNode node = PackPages.json(built.pack());
    node.put("file", file.toString());
    node.put("written", !dryRun);
    node.put("products", imported.products());
    ArrayNode told = node.putArray("notes");
    for (Note note : notes) {
      ObjectNode entry = told.addObject().put("kind", note.kind()).put("text", note.text());
      note.which().forEach(entry.putArray("which")::add);
    }
    list(node.putArray("skipped"), Located.all(csvName(), imported.problems()));
    return node;
  }

  private static void list(ArrayNode list, List<Located> problems) {
    for (Located located : problems) {
      list.addObject()
          .put("file", located.file())
          .put("line", located.problem().line())
          .put("column", located.problem().column())
          .put("reason", located.problem().reason());
    }
  }

  private String csvName() {
    return csvs.stream()
        .map(csv -> String.valueOf(csv.getFileName()))
        .collect(Collectors.joining(", "));
  }

  /**
   * The export's own date, the latest of several, so that the same file gives the same pack; or
   * what the build says.
   */
  private Instant created() throws IOException {
    String epoch = here.environment().get("SOURCE_DATE_EPOCH");
    if (epoch == null) {
      Instant latest = Instant.MIN;
      for (Path csv : csvs) {
        if (!Files.exists(csv)) {
          return here.clock().instant();
        }
        Instant changed = Files.getLastModifiedTime(csv).toInstant();
        latest = changed.isAfter(latest) ? changed : latest;
      }
      return latest;
    }
    if (!epoch.matches("\\d{1,11}")) {
      throw TermsOptions.usage(
          spec(), "SOURCE_DATE_EPOCH is seconds since 1970, not \"" + epoch + "\"");
    }
    return Instant.ofEpochSecond(Long.parseLong(epoch));
  }

  private void requireSensible() {
    terms.requireSensible(spec());
    if (version != null && version < 1) {
      throw TermsOptions.usage(spec(), "--version is at least 1");
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives it");
    }
    return spec;
  }

  /** Over a pack we write a pack; over anything else, nothing. */
  private static Optional<String> whyNotTo(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      return Optional.of("is a folder; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      return Optional.of("cannot be written: there is no folder " + file.getParent());
    }
    if (!Files.isWritable(folder)) {
      return Optional.of("cannot be written: its folder is not yours to write to");
    }
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] start = in.readNBytes(MAGIC.length);
        if (start.length == 0 || Arrays.equals(start, MAGIC)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of("is there already and is no pack; it stays as it is");
  }
}
