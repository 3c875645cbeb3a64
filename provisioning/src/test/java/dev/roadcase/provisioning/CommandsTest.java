package dev.roadcase.provisioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.Pem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final String[] TERMS = {
    "--currency", "EUR", "--tax", "21%", "--tax-class", "reduced=9%", "--tax-included"
  };

  @TempDir Path home;
  private Path csv;
  private Path pack;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void aFleetAndAnExport() throws Exception {
    csv = home.resolve("products.csv");
    pack = home.resolve("show.rcpack");
    Files.write(csv, DemoPack.csv());
    Files.setLastModifiedTime(csv, FileTime.from(NOW));
    assertEquals(
        0,
        run("fleet", "init", "--fleet-dir", fleet(), "--fleet", "acme", "--show", "harvest").exit);
  }

  @Test
  void theSameExportGivesTheSameBytesAndTheSameVersion() throws Exception {
    assertEquals(0, build().exit);
    byte[] first = Files.readAllBytes(pack);
    assertEquals(0, build().exit);
    assertArrayEquals(first, Files.readAllBytes(pack));
  }

  @Test
  void aPackIsItsOwnersAlone() throws Exception {
    assertEquals(0, build().exit);
    // It may hold the hashes of PINs. One that others could read is closed when it is made again.
    for (int i = 0; i < 2; i++) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(pack)));
      Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-r--r--"));
      assertEquals(0, build().exit);
    }
  }

  @Test
  void aChangedExportGetsTheNextVersion() throws Exception {
    assertEquals(1, Json.MAPPER.readTree(build("--json").out).get("version").asInt());
    Files.writeString(csv, Files.readString(csv).replace(",25.00,", ",26.00,"));
    assertEquals(2, Json.MAPPER.readTree(build("--json").out).get("version").asInt());
    Ran back = build("--json", "--version", "1");
    assertEquals(1, Json.MAPPER.readTree(back.out).get("version").asInt());
    assertTrue(back.err.contains("does not go back to 1"), back.err);
  }

  @Test
  void untrackedItemsAreSaidWithCountsAndNames() {
    Ran ran = build();
    String said = ran.err.replaceAll("\\s+", " ");
    assertTrue(said.contains("not tracked in the shop: 6 items"), said);
    assertTrue(said.contains("continues selling when out of stock: 1 item"), said);
    assertTrue(ran.err.contains("QS-WAFFLE"), ran.err);
    assertTrue(ran.err.lines().allMatch(line -> line.length() <= 80), ran.err);
  }

  @Test
  void aBadRowLeavesThePackThatWasThere() throws Exception {
    build();
    byte[] before = Files.readAllBytes(pack);
    Files.writeString(csv, Files.readString(csv).replace(",60.00,", ",\"60,00\","));
    Ran ran = build();
    assertEquals(65, ran.exit);
    assertTrue(
        ran.err.matches("(?s)products\\.csv:\\d+: Variant Price: \"60,00\": write 60\\.00.*"),
        ran.err);
    assertTrue(ran.err.contains("1 problem; nothing was written."), ran.err);
    assertArrayEquals(before, Files.readAllBytes(pack));
    assertEquals("", ran.out);
    JsonNode problems = Json.MAPPER.readTree(build("--json").out).get("problems");
    assertEquals("Variant Price", problems.get(0).get("column").asText());
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    List<Path> before = files();
    Ran ran = build("--dry-run");
    assertEquals(0, ran.exit);
    assertTrue(ran.out.contains("would be"), ran.out);
    assertEquals(before, files());
  }

  @Test
  void onlyAPackIsOverwritten() throws Exception {
    Path notes = home.resolve("notes.txt");
    Files.writeString(notes, "keep me");
    assertEquals(73, build("-o", notes.toString()).exit);
    assertEquals("keep me", Files.readString(notes));
    assertEquals(73, build("-o", csv.toString()).exit);
    assertEquals(73, build("-o", home.toString()).exit);
    assertEquals(73, build("-o", home.resolve("no/such/folder.rcpack").toString()).exit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tax 21",
        "--tax 101%",
        "--currency EURO",
        "--currency XXX",
        "--tax-class none=0%",
        "--tax-class Reduced=6%",
        "--version 0",
        "--grace soon",
        "--grace 999d",
        "--tax-included --tax-excluded",
        "--format etsy",
        "--encoding klingon",
        "--on yesterday",
        "--unheard-of",
      })
  void whatCannotBeMeantIsAUsageError(String options) {
    List<String> words =
        new ArrayList<>(List.of("pack", "build", csv.toString(), "--fleet-dir", fleet()));
    if (!options.contains("--tax ")) {
      words.addAll(List.of("--tax", "21%"));
    }
    if (!options.contains("--currency")) {
      words.addAll(List.of("--currency", "EUR"));
    }
    words.addAll(List.of(options.split(" ")));
    Ran ran = run(words.toArray(String[]::new));
    assertEquals(64, ran.exit, ran.err);
    assertFalse(ran.err.contains("Exception"), ran.err);
  }

  @Test
  void whatCannotBeMeantIsSaidInALineOrTwo() {
    Ran ran = run("pack", "build", csv.toString(), "--currency", "EUR", "--tax", "21");
    assertEquals(64, ran.exit);
    assertTrue(ran.err.contains("such as 21%"), ran.err);
    assertTrue(ran.err.endsWith("See roadcase pack build --help.\n"), ran.err);
    assertTrue(ran.err.lines().count() <= 4, ran.err);
    assertTrue(ran.err.lines().allMatch(line -> line.length() <= 80), ran.err);
    Ran verb = run("pack", "biuld");
    assertEquals(64, verb.exit);
    assertTrue(verb.err.contains("did you mean build?"), verb.err);
    assertEquals(2, verb.err.lines().count(), verb.err);
  }

  @Test
  void aMisspeltOptionIsNamedBeforeWhatIsMissing() {
    Ran ran = run("pack", "build", "--curency", "EUR", csv.toString());
    assertEquals(64, ran.exit);
    assertEquals(
        """
        roadcase pack build: unknown option --curency; did you mean --currency?
        See roadcase pack build --help.
        """,
        ran.err);
    for (String[] words :
        new String[][] {
          {"fleet", "init", "--flete", "acme"},
          {"fleet", "add", "kit-1", "--pi", "10.0.0.1"},
          {"pack", "inspect", "--itmes"},
          {"demo", "--dya"},
        }) {
      Ran other = run(words);
      assertEquals(64, other.exit, other.err);
      assertTrue(other.err.contains("; did you mean --"), other.err);
    }
    assertTrue(run("fleet", "inti").err.contains("did you mean init?"));
  }

  @Test
  void aVerbWithoutItsArgumentsIsALineAndAPointer() {
    for (String[] words :
        new String[][] {{"fleet"}, {"pack"}, {"fleet", "add"}, {"pack", "diff"}}) {
      Ran ran = run(words);
      assertEquals(64, ran.exit, ran.err);
      assertEquals(2, ran.err.lines().count(), ran.err);
      assertTrue(ran.err.contains("See roadcase "), ran.err);
    }
  }

  /** {@code --fleet-dir} is a folder and {@code --fleet} a name, in every verb. */
  @Test
  void oneThingHasOneSpellingInEveryHelp() {
    for (String[] words :
        new String[][] {
          {"fleet", "init"},
          {"fleet", "add"},
          {"fleet", "show"},
          {"fleet", "renew"},
          {"fleet", "revoke"},
          {"fleet", "export"},
          {"pack", "build"},
          {"pack", "inspect"}
        }) {
      String help = run(words[0], words[1], "--help").out;
      assertTrue(help.contains("--fleet-dir=DIR"), help);
      assertFalse(help.contains("--dir=DIR"), help);
      assertFalse(help.contains("--fleet=DIR"), help);
    }
    assertTrue(run("fleet", "init", "--help").out.contains("--fleet=NAME"));
    Ran slip = run("fleet", "add", "kit-4", "--fleet-dri", fleet());
    assertTrue(slip.err.contains("did you mean --fleet-dir?"), slip.err);
  }

  /** Scripts of before go on. */
  @Test
  void theOldSpellingsOfTheFleetsFolderAreTaken() throws Exception {
    assertEquals(0, run("fleet", "add", "kit-4", "--dir", fleet()).exit);
    List<String> words =
        new ArrayList<>(List.of("pack", "build", csv.toString(), "--fleet", fleet()));
    words.addAll(List.of(TERMS));
    words.addAll(List.of("-o", pack.toString()));
    assertEquals(0, run(words.toArray(String[]::new)).exit);
    assertEquals(0, run("pack", "inspect", pack.toString(), "--fleet", fleet()).exit);
    assertFalse(run("fleet", "add", "kit-4", "--dri", fleet()).err.contains("--dir"));
  }

  @Test
  void everyVerbSpeaksOfHelpWithOneVoice() {
    for (String[] words :
        new String[][] {
          {},
          {"demo"},
          {"fleet"},
          {"pack"},
          {"fleet", "init"},
          {"fleet", "add"},
          {"fleet", "show"},
          {"fleet", "renew"},
          {"fleet", "revoke"},
          {"fleet", "export"},
          {"pack", "build"},
          {"pack", "template"},
          {"pack", "inspect"},
          {"pack", "diff"},
          {"pack", "checklist"}
        }) {
      List<String> all = new ArrayList<>(List.of(words));
      all.add("--help");
      Ran ran = run(all.toArray(String[]::new));
      assertEquals(0, ran.exit, ran.err);
      assertTrue(ran.out.contains("Show this help."), ran.out);
    }
  }

  @Test
  void theCompletionKnowsEveryVerbAndOption() {
    Ran ran = run("generate-completion");
    assertEquals(0, ran.exit, ran.err);
    for (String word :
        List.of(
            "--currency",
            "revoke",
            "checklist",
            "_roadcase_completes_fleet()",
            "_roadcase_completes_quickstart()")) {
      assertTrue(ran.out.contains(word), word);
    }
  }

  @Test
  void whateverIsMissingIsNamedTogether() throws Exception {
    Files.writeString(csv, Files.readString(csv).replace(",60.00,", ",x,"));
    Ran ran =
        build(
            "--images",
            at("photos"),
            "--theme",
            at("theme.toml"),
            "-o",
            at("no/such.rcpack"),
            "--json");
    assertEquals(65, ran.exit);
    assertTrue(ran.err.contains("products.csv:"), ran.err);
    assertTrue(ran.err.contains(at("photos") + ": there is no such folder"), ran.err);
    assertTrue(ran.err.contains(at("theme.toml") + ": there is no such file"), ran.err);
    assertTrue(ran.err.contains(at("no/such.rcpack") + ": cannot be written"), ran.err);
    assertTrue(ran.err.contains("4 problems; nothing was written."), ran.err);
    assertEquals(4, Json.MAPPER.readTree(ran.out).get("problems").size());
    Files.delete(csv);
    Ran none = build("--theme", at("theme.toml"));
    assertTrue(none.err.contains(csv + ": there is no such file"), none.err);
    assertTrue(none.err.contains("2 problems"), none.err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "checklist", "diff"})
  void whereThereIsNoPackThereIsNothingToRead(String verb) {
    for (String named : List.of(at("nope"), home.toString())) {
      Ran ran = verb.equals("diff") ? run("pack", verb, named, named) : run("pack", verb, named);
      assertEquals(66, ran.exit, ran.err);
      assertTrue(ran.err.contains(named), ran.err);
    }
    Ran built =
        run(
            "pack",
            "build",
            at("nope.csv"),
            "--fleet-dir",
            fleet(),
            "--currency",
            "EUR",
            "--tax",
            "9%");
    assertEquals(66, built.exit, built.err);
  }

  @Test
  void anotherLookIsToldInWords() throws Exception {
    build();
    Path theme = home.resolve("theme.toml");
    Files.writeString(theme, "name = \"The Fair\"\nbrand = \"#aa3300\"\n");
    build(
        "--theme",
        theme.toString(),
        "--cache",
        at("cache"),
        "--grace",
        "20m",
        "-o",
        at("later.rcpack"));
    Ran ran = run("pack", "diff", pack.toString(), at("later.rcpack"));
    assertTrue(ran.out.contains("theme: harvest -> The Fair"), ran.out);
    assertTrue(ran.out.contains("terms: 15m -> 20m"), ran.out);
    assertFalse(ran.out.contains("Theme["), ran.out);
    Ran list = run("pack", "checklist", pack.toString());
    assertTrue(list.out.contains(", standard "), list.out);
  }

  @Test
  void aFleetIsNotMadeInAFolderThatIsNotThere() {
    Ran ran = run("fleet", "init", "--fleet-dir", at("no/where"), "--fleet", "a", "--show", "b");
    assertEquals(73, ran.exit);
    assertTrue(ran.err.replaceAll("\\s+", " ").contains("there is no " + at("no")), ran.err);
    assertFalse(ran.err.contains(".new"), ran.err);
  }

  @Test
  void aPlaceThatIsNotThereIsNamedAsItWasTyped() {
    Ran ran = build("-o", at("nope/show.rcpack"));
    assertEquals(73, ran.exit);
    assertTrue(
        ran.err.contains(
            at("nope/show.rcpack") + ": cannot be written: there is no folder " + at("nope")),
        ran.err);
    assertFalse(ran.err.contains(".tmp"), ran.err);
  }

  @Test
  void currencyAndTaxMustBeSaid() {
    assertEquals(64, run("pack", "build", csv.toString(), "--fleet-dir", fleet()).exit);
  }

  @Test
  void aFolderThatHoldsNoFleetIsSaidToHoldNone() {
    Ran ran =
        run(
            "pack",
            "build",
            csv.toString(),
            "--fleet-dir",
            home.toString(),
            "--currency",
            "EUR",
            "--tax",
            "21%");
    assertEquals(65, ran.exit);
    assertTrue(ran.err.contains("holds no fleet"), ran.err);
  }

  @Test
  void badRowsAreLeftOutAndListedOnlyWhenThatIsAskedFor() throws Exception {
    Files.writeString(
        csv,
        Files.readString(csv).replaceFirst(",25\\.00,", ",\"25,00\",").replace(",60.00,", ",x,"));
    assertEquals(65, build().exit);
    assertFalse(Files.exists(pack));
    Ran lenient = build("--lenient", "--json");
    assertEquals(0, lenient.exit, lenient.err);
    JsonNode json = Json.MAPPER.readTree(lenient.out);
    assertEquals(2, json.get("skipped").size());
    assertEquals("Variant Price", json.get("skipped").get(0).get("column").asText());
    assertTrue(lenient.err.contains("2 problems; what they are about was left out"), lenient.err);
    // The product of the bad variant is still sold by its others.
    Ran listed = run("pack", "inspect", pack.toString(), "--items", "--json");
    assertFalse(listed.out.contains("\"NF-TEE-BLK-S\""), listed.out);
    assertTrue(listed.out.contains("\"NF-TEE-BLK-M\""), listed.out);
  }

  @Test
  void aFileWithNothingGoodInItIsRefusedHoweverLenient() throws Exception {
    Files.writeString(csv, "sku,title,price\nA,Thing,free\n");
    assertEquals(65, build("--lenient").exit);
    Files.writeString(csv, "sku,title\nA,Thing\n");
    assertEquals(65, build("--lenient").exit);
  }

  @Test
  void ofAThousandProblemsOfOneKindTenAreShown() throws Exception {
    StringBuilder list = new StringBuilder("sku,title,price,stock\n");
    for (int i = 0; i < 1_000; i++) {
      list.append("S-%d,Thing %d,\"%d,50\",%s\n".formatted(i, i, i + 1, i == 500 ? "many" : "1"));
    }
    Files.writeString(csv, list);
    Ran ran = build("--json");
    assertEquals(65, ran.exit);
    assertTrue(
        ran.err.contains("products.csv: … and 990 more of price like these; --json has all"),
        ran.err);
    assertTrue(ran.err.contains("products.csv:502: stock: \"many\""), ran.err);
    assertEquals(13, ran.err.lines().count(), ran.err);
    assertEquals(1_001, Json.MAPPER.readTree(ran.out).get("problems").size());
  }

  @Test
  void theTemplateIsAListThatCanBePacked() throws Exception {
    Ran template = run("pack", "template");
    assertEquals(0, template.exit);
    Files.writeString(csv, template.out);
    assertEquals(0, build().exit);
    Files.writeString(csv, "what,is,this\n1,2,3\n");
    Ran unknown = build();
    assertTrue(
        unknown.err.contains("TEE-S,Tee,25.00 (roadcase pack template prints one)"), unknown.err);
    assertTrue(run("pack", "build", "--help").out.contains("roadcase pack template"));
  }

  @Test
  void severalFilesAreOneExportAndProblemsNameTheirs() throws Exception {
    Path one = Files.writeString(home.resolve("one.csv"), "sku,title,price\nA,Apple,1.00\n");
    Path two = Files.writeString(home.resolve("two.csv"), "sku,title,price\nB,Pear,2.00\n");
    csv = one;
    Ran both = build(two.toString(), "--json");
    assertEquals(0, both.exit, both.err);
    assertEquals(2, Json.MAPPER.readTree(both.out).get("items").asInt());
    Files.writeString(two, "sku,title,price\nA,Pear,free\n");
    Ran wrong = build(two.toString(), "--json");
    assertEquals(65, wrong.exit);
    assertTrue(wrong.err.contains(two + ":2: sku: \"A\" again: line 2 of " + one), wrong.err);
    JsonNode problem = Json.MAPPER.readTree(wrong.out).get("problems").get(0);
    assertEquals(two.toString(), problem.get("file").asText());
  }

  @Test
  void thatTaxComesOnTopIsSaidBeforeThePack() {
    Ran ran =
        run(
            "pack",
            "build",
            csv.toString(),
            "--fleet-dir",
            fleet(),
            "--currency",
            "EUR",
            "--tax",
            "21%",
            "--tax-class",
            "reduced=9%",
            "-o",
            pack.toString());
    assertEquals(0, ran.exit, ran.err);
    assertTrue(ran.err.startsWith("note: Tax comes on top of these prices"), ran.err);
    assertTrue(ran.out.contains("not said"), ran.out);
  }

  @Test
  void whatKindOfFileItIsCanBeSaid() {
    assertEquals(0, build("--format", "shopify").exit);
    Ran wrong = build("--format", "WooCommerce");
    assertEquals(65, wrong.exit);
    assertTrue(wrong.err.contains("this is not WooCommerce's product export"), wrong.err);
  }

  @Test
  void aShowStaysInItsCurrencyUnlessToldOtherwise() throws Exception {
    assertEquals(0, build().exit);
    List<String> words =
        new ArrayList<>(
            List.of(
                "pack",
                "build",
                csv.toString(),
                "--fleet-dir",
                fleet(),
                "--currency",
                "USD",
                "--tax",
                "9%",
                "--tax-class",
                "reduced=1%",
                "-o",
                pack.toString()));
    Ran other = run(words.toArray(String[]::new));
    assertEquals(65, other.exit);
    assertTrue(other.err.contains("the show's packs have been in EUR, not USD"), other.err);
    words.add("--other-currency");
    assertEquals(0, run(words.toArray(String[]::new)).exit);
  }

  @Test
  void picturesAreSaidToBeMissingAndMissedOnlyWhenThatIsAskedFor() throws Exception {
    Path photos = Files.createDirectory(home.resolve("photos"));
    java.awt.image.BufferedImage red = new java.awt.image.BufferedImage(500, 400, 1);
    javax.imageio.ImageIO.write(
        red, "jpg", photos.resolve("harbour-lights-tour-tee-1.jpg").toFile());
    String[] with = {"--images", photos.toString(), "--cache", at("cache")};
    Ran ran = build(with[0], with[1], with[2], with[3], "--json");
    assertEquals(0, ran.exit, ran.err);
    JsonNode json = Json.MAPPER.readTree(ran.out);
    assertEquals(1, json.get("pictures").asInt());
    assertEquals(15, json.get("withPicture").asInt());
    assertEquals(2, json.get("assets").asInt());
    assertTrue(ran.err.contains("Named but not found"), ran.err);
    byte[] first = Files.readAllBytes(pack);
    assertEquals(0, build(with).exit);
    assertArrayEquals(first, Files.readAllBytes(pack));
    Ran strict = build(with[0], with[1], with[2], with[3], "--strict-images");
    assertEquals(65, strict.exit);
    assertTrue(strict.err.contains("is not found"), strict.err);
    assertArrayEquals(first, Files.readAllBytes(pack));
    byte[] bad = first.clone();
    bad[bad.length - 9] ^= 1;
    Files.write(pack, bad);
    Ran damaged = run("pack", "inspect", pack.toString());
    assertEquals(65, damaged.exit);
    assertTrue(damaged.err.replaceAll("\\s+", " ").contains("differs from its hash"), damaged.err);
  }

  @Test
  void aFileWithACommaInItsNameIsFoundInAPlainList() throws Exception {
    picture("Vase, blue.jpg");
    for (String images : List.of("Vase, blue.jpg", "Vase\\, blue.jpg")) {
      Files.writeString(csv, "sku,title,price,images\nA,Vase,1.00,\"" + images + "\"\n");
      Ran ran = build("--images", at("photos"), "--cache", at("cache"), "--json");
      assertEquals(0, ran.exit, ran.err);
      assertEquals(1, Json.MAPPER.readTree(ran.out).get("pictures").asInt(), ran.err);
      assertFalse(ran.err.contains("not found"), ran.err);
    }
  }

  @Test
  void aPictureKeepsItsWordsWhateverVersionOfItsUrlIsNamed() throws Exception {
    picture("2.jpg");
    Files.writeString(
        csv,
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Alt"
            + " Text,Variant Image\n"
            + "tee,Tee,Colour,Red,R,10.00,https://c.example/2.jpg?v=1,second,https://c.example/2.jpg?v=2\n");
    assertEquals(0, build("--images", at("photos"), "--cache", at("cache")).exit);
    assertEquals(List.of("second"), words());
  }

  @Test
  void aPictureThatTwoItemsShowHasOneTextAndThatIsSaid() throws Exception {
    picture("x.jpg");
    Files.writeString(
        csv,
        "Handle,Title,Variant SKU,Variant Price,Image Src,Image Alt Text\n"
            + "a,Red mug,A,10.00,https://c.example/x.jpg,A red mug\n"
            + "b,Set of mugs,B,10.00,https://c.example/x.jpg,The set\n");
    Ran ran = build("--images", at("photos"), "--cache", at("cache"), "--json");
    assertEquals(0, ran.exit, ran.err);
    assertEquals(List.of("A red mug"), words());
    assertTrue(ran.err.replaceAll("\\s+", " ").contains("another describes otherwise"), ran.err);
  }

  private void picture(String name) throws Exception {
    Path photos = Files.createDirectories(home.resolve("photos"));
    java.awt.image.BufferedImage plain = new java.awt.image.BufferedImage(500, 400, 1);
    javax.imageio.ImageIO.write(plain, "jpg", photos.resolve(name).toFile());
  }

  /** What the pictures of the pack show, in words. */
  private List<String> words() throws Exception {
    return PackFile.open(PackFile.head(pack)).pack().looks().pictures().values().stream()
        .map(picture -> picture.alt())
        .toList();
  }

  @Test
  void aBadThemeIsNamedByItsLine() throws Exception {
    Path theme = home.resolve("theme.toml");
    Files.writeString(theme, "name = \"The Fair\"\nbrand = \"red\"\n");
    Ran ran = build("--theme", theme.toString());
    assertEquals(65, ran.exit);
    assertTrue(ran.err.contains("theme.toml:2: brand: "), ran.err);
    Files.writeString(theme, "name = \"The Fair\"\nbrand = \"#aa3300\"\n");
    Ran good = build("--theme", theme.toString(), "--cache", at("cache"), "--json");
    assertEquals("#aa3300", Json.MAPPER.readTree(good.out).at("/theme/brand").asText());
  }

  @Test
  void diffNamesWhatChangedAndEndsWithOne() throws Exception {
    build();
    Path later = home.resolve("later.rcpack");
    Ran same = run("pack", "diff", pack.toString(), pack.toString());
    assertEquals(0, same.exit);
    assertTrue(same.out.contains("Nothing differs"), same.out);
    Files.writeString(
        csv,
        Files.readString(csv)
            .replaceFirst(",420,deny,manual,25\\.00,", ",400,deny,manual,26.00,")
            .replace("NF-CAP,", "NF-CAP-2,"));
    build("-o", later.toString());
    Ran changed = run("pack", "diff", pack.toString(), later.toString(), "--json");
    assertEquals(1, changed.exit);
    JsonNode totals = Json.MAPPER.readTree(changed.out).get("totals");
    assertEquals(1, totals.get("price").asInt());
    assertEquals(1, totals.get("stock").asInt());
    assertEquals(1, totals.get("added").asInt());
    assertEquals(1, totals.get("removed").asInt());
    assertTrue(
        run("pack", "diff", pack.toString(), later.toString())
            .out
            .contains("price: 25.00 EUR -> 26.00 EUR"));
  }

  @Test
  void theChecklistSaysWhereToLook() throws Exception {
    build();
    Ran list = run("pack", "checklist", pack.toString());
    assertEquals(0, list.exit);
    assertTrue(list.out.contains("[ ] LOOK  Items that are sold without counting: 7"), list.out);
    assertTrue(list.out.contains("[ ] PASS  Items that cost nothing: 0"), list.out);
    assertTrue(list.out.contains("Currency EUR, tax included"), list.out);
    JsonNode json = Json.MAPPER.readTree(run("pack", "checklist", pack.toString(), "--json").out);
    assertTrue(json.get("lines").size() >= 9);
  }

  @Test
  void inspectSaysWhoseItIs() throws Exception {
    build();
    Ran own = run("pack", "inspect", pack.toString(), "--fleet-dir", fleet());
    assertEquals(0, own.exit);
    assertTrue(own.out.contains("its boxes take it"), own.out);
    Path other = home.resolve("other");
    run("fleet", "init", "--fleet-dir", other.toString(), "--fleet", "acme", "--show", "harvest");
    Ran foreign = run("pack", "inspect", pack.toString(), "--fleet-dir", other.toString());
    assertEquals(65, foreign.exit);
    assertTrue(foreign.err.contains("not by this fleet"), foreign.err);
    JsonNode json = Json.MAPPER.readTree(run("pack", "inspect", pack.toString(), "--json").out);
    assertEquals("harvest", json.get("show").asText());
    assertFalse(json.get("trusted").asBoolean());
    Files.writeString(pack, "RCPACK1\n");
    assertEquals(65, run("pack", "inspect", pack.toString()).exit);
  }

  @Test
  void aRootWithoutAPassphraseIsSaidToBeOneAndAFleetIsNotOverwritten() throws Exception {
    Ran bare =
        run("fleet", "init", "--fleet-dir", at("bare"), "--fleet", "acme", "--show", "harvest");
    assertTrue(bare.err.contains("NOT under a passphrase"), bare.err);
    assertEquals(
        73,
        run("fleet", "init", "--fleet-dir", at("bare"), "--fleet", "acme", "--show", "harvest")
            .exit);

    Path words = home.resolve("words");
    Files.writeString(words, "salt roads\n");
    Ran sealed =
        run(
            "fleet",
            "init",
            "--fleet-dir",
            at("sealed"),
            "--fleet",
            "acme",
            "--show",
            "harvest",
            "--passphrase-file",
            words.toString());
    assertEquals("", sealed.err);
    assertTrue(Pem.sealed(home.resolve("sealed/root.key")));
    Pem.key(home.resolve("sealed/root.key"), "salt roads".toCharArray());

    Ran byEnvironment =
        run(
            Map.of("ROADCASE_PASSPHRASE", "low water"),
            "fleet",
            "init",
            "--fleet-dir",
            at("env"),
            "--fleet",
            "acme",
            "--show",
            "harvest");
    assertEquals(0, byEnvironment.exit);
    assertTrue(Pem.sealed(home.resolve("env/root.key")));
    for (Ran ran : List.of(bare, sealed, byEnvironment)) {
      assertFalse((ran.out + ran.err).contains("salt roads"));
      assertFalse((ran.out + ran.err).contains("low water"));
      assertTrue(
          (ran.out + ran.err)
              .lines()
              .filter(line -> !line.contains(home.toString()))
              .allMatch(line -> line.length() <= 80));
    }
  }

  @Test
  void aKitIsAddedOnce() throws Exception {
    Ran added = run("fleet", "add", "kit-4", "--fleet-dir", fleet(), "--ip", "10.0.0.4", "--json");
    assertEquals(0, added.exit, added.err);
    assertEquals("kit-4", Json.MAPPER.readTree(added.out).get("kit").asText());
    assertEquals(73, run("fleet", "add", "kit-4", "--fleet-dir", fleet()).exit);
    assertEquals(64, run("fleet", "add", "Kit 4", "--fleet-dir", fleet()).exit);
    assertEquals(64, run("fleet", "add", "kit-5", "--fleet-dir", fleet(), "--ip", "ten").exit);
    assertEquals(65, run("fleet", "add", "kit-5", "--fleet-dir", at("none")).exit);
  }

  private Ran build(String... more) {
    List<String> words =
        new ArrayList<>(List.of("pack", "build", csv.toString(), "--fleet-dir", fleet()));
    words.addAll(List.of(TERMS));
    if (!List.of(more).contains("-o")) {
      words.addAll(List.of("-o", pack.toString()));
    }
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private Ran run(String... words) {
    return run(Map.of(), words);
  }

  private static Ran run(Map<String, String> environment, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine(
                new Surroundings(
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new SecureRandom(),
                    environment,
                    new PrintWriter(out, true),
                    new PrintWriter(err, true)))
            .execute(words);
    return new Ran(exit, out.toString(), err.toString());
  }

  private String fleet() {
    return at("fleet");
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(home)) {
      return all.sorted().toList();
    }
  }
}
