package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.shopify.ProductImport;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.pack.PackPart;
import dev.roadcase.wire.pack.ReadablePack;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roadcase pack build|inspect}. */
@Command(
    name = "pack",
    description = "Builds, signs and looks at show packs.",
    synopsisSubcommandLabel = "(build | inspect)")
final class PackCommand {
  private final Surroundings here;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  boolean help;

  PackCommand(Surroundings here) {
    this.here = here;
  }

  /** The verb with its own verbs below it. */
  static CommandLine commandLine(Surroundings here) {
    CommandLine pack = new CommandLine(new PackCommand(here));
    pack.addSubcommand(new Build(here));
    return pack;
  }

  /** {@code roadcase pack build}. */
  @Command(
      name = "build",
      sortOptions = false,
      description = {
        "Makes a signed pack from Shopify's product export.",
        "Problems are all named at once, by line and column; then nothing is written.",
      })
  static final class Build implements java.util.concurrent.Callable<Integer> {
    private static final Pattern CLASS = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final byte[] MAGIC = "RCPACK".getBytes(StandardCharsets.US_ASCII);

    private final Surroundings here;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CSV", description = "The export, UTF-8.")
    private Path csv = Path.of("products.csv");

    @Option(
        names = "--fleet",
        paramLabel = "DIR",
        description = "The fleet's folder (${DEFAULT-VALUE}).")
    private Path fleet = Path.of("fleet");

    @Option(names = "--show", paramLabel = "NAME", description = "Which show, if it has several.")
    private @Nullable String show;

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        required = true,
        description = "ISO 4217: EUR, USD, JPY …")
    private @Nullable Currency currency;

    @Option(
        names = "--tax",
        paramLabel = "RATE",
        required = true,
        description = "The standard rate, such as 21%%.")
    private @Nullable TaxRate tax;

    @Option(
        names = "--tax-class",
        paramLabel = "CLASS=RATE",
        description =
            "A further class, such as reduced=6%%: for products with the tag tax:reduced.")
    private Map<String, TaxRate> taxClasses = new LinkedHashMap<>();

    @ArgGroup private @Nullable Contained contained;

    /** One of the two. */
    static final class Contained {
      @Option(names = "--tax-included", description = "Prices contain the tax.")
      boolean included;

      @Option(names = "--tax-excluded", description = "Tax comes on top (default).")
      boolean excluded;
    }

    @Option(
        names = "--version",
        paramLabel = "N",
        description = "Its number (the next, or the last when nothing changed).")
    private @Nullable Long version;

    @Option(
        names = "--grace",
        paramLabel = "SPAN",
        description = "How long sales at the prices before are honoured (15m).")
    private Duration grace = Duration.ofMinutes(15);

    @Option(
        names = "--unpublished-too",
        description = "Takes products that the online store hides.")
    private boolean unpublishedToo;

    @Option(
        names = "--distinct-skus",
        description = "Replaces a SKU that stands at a second variant too.")
    private boolean distinctSkus;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where it goes (SHOW.rcpack).")
    private @Nullable Path output;

    @Option(names = "--json", description = "Says what was built as JSON.")
    private boolean json;

    @Option(
        names = {"-n", "--dry-run"},
        description = "Does all of it except writing.")
    private boolean dryRun;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Says this.")
    boolean help;

    Build(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() throws IOException {
      requireSensible();
      Fleet of = Fleet.open(fleet);
      Issuer issuer = show == null ? of.show() : of.show(show);
      if (!(issuer.name() instanceof Name.Show name)) {
        throw new IllegalStateException("a show's issuer speaks for a show");
      }
      if (!Files.isRegularFile(csv)) {
        here.err().println("roadcase pack build: there is no file " + csv);
        return Exit.BAD_DATA;
      }
      Imported imported =
          ProductImport.of(
              Files.readAllBytes(csv),
              new Terms(
                  given(currency),
                  taxClasses.keySet(),
                  unpublishedToo,
                  distinctSkus,
                  false,
                  java.time.LocalDate.EPOCH));
      if (!imported.problems().isEmpty()) {
        return refused(imported.problems());
      }
      Path file = output == null ? Path.of(name.show() + ".rcpack") : output;
      requireReplaceable(file);
      PackBuild build = new PackBuild(of, issuer);
      OptionalLong number = version == null ? OptionalLong.empty() : OptionalLong.of(version);
      PackBuild.Built built;
      try {
        built =
            dryRun
                ? build.sign(imported.items(), terms(), number)
                : build.write(imported.items(), terms(), number, file);
      } catch (IllegalArgumentException e) {
        return refused(List.of(new Problem(0, "", String.valueOf(e.getMessage()))));
      }
      ReadablePack written = PackFile.open(built.bytes());
      if (json) {
        here.out().println(asJson(written, imported, file));
      } else {
        describe(written, file, dryRun);
      }
      tell(imported.notes(), built);
      return Exit.FINE;
    }

    private void describe(ReadablePack written, Path file, boolean dry) {
      here.out().println(dry ? file + " would be:" : file.toString());
      Pages.pack(here.out(), written);
    }

    private void tell(List<Note> notes, PackBuild.Built built) {
      built.doubtful().ifPresent(doubt -> here.err().println(Pages.folded("note:", doubt)));
      if (contained == null) {
        here.err()
            .println("note: Tax comes on top of these prices; if they contain it: --tax-included");
      }
      for (Note note : notes) {
        here.err().println(Pages.folded("note:", note.text()));
        if (!note.which().isEmpty()) {
          here.err().println(Pages.folded("     ", note.some()));
        }
      }
      if (dryRun) {
        here.err().println("Nothing was written.");
      }
    }

    private int refused(List<Problem> problems) {
      String file = String.valueOf(csv.getFileName());
      problems.forEach(problem -> here.err().println(problem.in(file)));
      here.err()
          .println(
              (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                  + "; nothing was written.");
      if (json) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode list = node.putArray("problems");
        for (Problem problem : problems) {
          list.addObject()
              .put("line", problem.line())
              .put("column", problem.column())
              .put("reason", problem.reason());
        }
        here.out().println(node);
      }
      return Exit.BAD_DATA;
    }

    private ObjectNode asJson(ReadablePack written, Imported imported, Path file) {
      ObjectNode node = Pages.json(written);
      node.put("file", file.toString());
      node.put("written", !dryRun);
      node.put("products", imported.products());
      ArrayNode notes = node.putArray("notes");
      for (Note note : imported.notes()) {
        ObjectNode entry = notes.addObject().put("kind", note.kind()).put("text", note.text());
        ArrayNode which = entry.putArray("which");
        note.which().forEach(which::add);
      }
      return node;
    }

    private PackTerms terms() throws IOException {
      return new PackTerms(
          given(currency),
          contained != null && contained.included,
          given(tax),
          taxClasses,
          grace,
          created());
    }

    /** The export's own date, so that the same file gives the same pack; or what the build says. */
    private Instant created() throws IOException {
      String epoch = here.environment().get("SOURCE_DATE_EPOCH");
      if (epoch == null) {
        return Files.getLastModifiedTime(csv).toInstant();
      }
      if (!epoch.matches("\\d{1,11}")) {
        throw usage("SOURCE_DATE_EPOCH is seconds since 1970, not \"" + epoch + "\"");
      }
      return Instant.ofEpochSecond(Long.parseLong(epoch));
    }

    private void requireSensible() {
      for (String name : taxClasses.keySet()) {
        if (!CLASS.matcher(name).matches()) {
          throw usage("a tax class is named by a-z, 0-9 and hyphens, not \"" + name + "\"");
        }
        if (name.equals(Terms.STANDARD) || name.equals(Terms.NONE)) {
          throw usage("the tax class " + name + " is there already: --tax gives the standard rate");
        }
      }
      if (version != null && version < 1) {
        throw usage("--version is at least 1");
      }
      if (grace.toDays() > 366) {
        throw usage("--grace is at most 366d");
      }
    }

    /** Over a pack we write a pack; over anything else, nothing. */
    private static void requireReplaceable(Path file) throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file)) {
          byte[] start = in.readNBytes(MAGIC.length);
          if (start.length == 0 || java.util.Arrays.equals(start, MAGIC)) {
            return;
          }
        }
      }
      throw new java.nio.file.FileAlreadyExistsException(
          file.toString(), null, "is there already and is no pack; it stays as it is");
    }

    private ParameterException usage(String message) {
      return new ParameterException(given(spec).commandLine(), message);
    }

    private static <T> T given(@Nullable T option) {
      if (option == null) {
        throw new IllegalStateException("picocli requires it");
      }
      return option;
    }
  }

  @Command(name = "inspect", description = "Says what is in a pack, and who signed it.")
  int inspect(
      @Parameters(paramLabel = "FILE", arity = "1", description = "The pack.") Path file,
      @Option(
              names = "--fleet",
              paramLabel = "DIR",
              description = "Checks it against this fleet's root, as its boxes do.")
          @Nullable Path fleet,
      @Option(names = "--json", description = "Says it as JSON.") boolean json,
      @Option(
              names = {"-h", "--help"},
              usageHelp = true,
              description = "Says this.")
          boolean helpToo)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      here.err().println("roadcase pack inspect: there is no file " + file);
      return Exit.BAD_DATA;
    }
    byte[] bytes = PackFile.head(file);
    ReadablePack pack = PackFile.open(bytes);
    if (fleet != null) {
      long now = here.clock().millis();
      PackFile.read(bytes, Fleet.open(fleet).root(), now, now);
    }
    if (json) {
      here.out().println(Pages.json(pack).put("trusted", fleet != null));
    } else {
      here.out().println(file);
      Pages.pack(here.out(), pack);
      here.out()
          .println(
              fleet == null
                  ? "  signed     whole and unchanged; by whom was not checked (--fleet DIR does)"
                  : "  signed     by a show of this fleet: its boxes take it");
    }
    return Exit.FINE;
  }

  /** How a pack is shown. */
  private static final class Pages {
    static void pack(java.io.PrintWriter out, ReadablePack readable) {
      Pack pack = readable.pack();
      Collection<Item> items = pack.items().values();
      line(out, "pack", pack.id().hex());
      line(out, "show", pack.show() + " of " + pack.fleet() + ", version " + pack.version());
      line(
          out,
          "items",
          items.size() + " of " + products(items) + " products, " + readable.size() + " bytes");
      line(
          out,
          "stock",
          pieces(items) + " pieces of " + tracked(items) + " items, " + untracked(items));
      line(
          out,
          "tax",
          pack.currency()
              + ", "
              + (pack.taxIncluded() ? "included" : "on top")
              + ": "
              + new java.util.TreeMap<>(pack.taxRates())
                  .entrySet().stream()
                      .map(e -> e.getKey() + " " + Words.percent(e.getValue()))
                      .collect(Collectors.joining(", ")));
      line(out, "grace", pack.grace().toString().substring(2).toLowerCase(Locale.ROOT));
      line(out, "of", readable.created().toString());
    }

    static ObjectNode json(ReadablePack readable) {
      Pack pack = readable.pack();
      Collection<Item> items = pack.items().values();
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("pack", pack.id().hex());
      node.put("fleet", pack.fleet().value());
      node.put("show", pack.show());
      node.put("version", pack.version());
      node.put("created", readable.created().toString());
      node.put("currency", pack.currency().getCurrencyCode());
      node.put("taxIncluded", pack.taxIncluded());
      ObjectNode rates = node.putObject("taxRatesPpm");
      new java.util.TreeMap<>(pack.taxRates())
          .forEach((name, rate) -> rates.put(name, rate.partsPerMillion()));
      node.put("graceSeconds", pack.grace().toSeconds());
      node.put("items", items.size());
      node.put("tracked", tracked(items));
      node.put("untracked", items.size() - tracked(items));
      node.put("bytes", readable.size());
      ArrayNode parts = node.putArray("parts");
      for (PackPart part : readable.parts()) {
        parts
            .addObject()
            .put("name", part.name())
            .put("type", part.mediaType())
            .put("size", part.size())
            .put("sha256", part.sha256());
      }
      return node;
    }

    /** Folded to 80 columns, under a first word of five. */
    static String folded(String start, String text) {
      StringBuilder folded = new StringBuilder(start);
      int column = start.length();
      for (String word : text.split(" ", -1)) {
        if (column + 1 + word.length() > 80 && column > start.length()) {
          folded.append("\n     ");
          column = 5;
        }
        folded.append(' ').append(word);
        column += 1 + word.length();
      }
      return folded.toString();
    }

    private static void line(java.io.PrintWriter out, String name, String value) {
      out.printf("  %-10s %s%n", name, value);
    }

    private static long products(Collection<Item> items) {
      return items.stream().map(Item::product).distinct().count();
    }

    private static long tracked(Collection<Item> items) {
      return items.stream().filter(i -> i.stock() instanceof Stock.Tracked).count();
    }

    private static String untracked(Collection<Item> items) {
      return items.size() - tracked(items) + " sold without counting";
    }

    private static String pieces(Collection<Item> items) {
      long milli = 0;
      for (Item item : items) {
        if (item.stock() instanceof Stock.Tracked(Quantity opening)) {
          milli += opening.milli();
        }
      }
      return java.math.BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
    }
  }
}
