package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.screens.RefusalPage.Step;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.pack.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules about the style sheets and the pages, read from the very files that are served. */
class LookTest {
  private static final Pattern TOKEN = Pattern.compile("--([a-z-]+):\\s*(#[0-9a-f]{6});");
  private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
  private static final Pattern TEXT = Pattern.compile("(?:^|[;\\s])color:\\s*var\\(--([a-z-]+)\\)");
  private static final Pattern GROUND =
      Pattern.compile("background(?:-color)?:\\s*var\\(--([a-z-]+)\\)");
  private static final List<String> SHEETS =
      ScreenFiles.names().stream().filter(name -> name.endsWith(".css")).sorted().toList();
  private static final Pattern BORDER = Pattern.compile("border[a-z-]*:[^;]*var\\(--([a-z-]+)\\)");

  @Test
  void everyTextHasAContrastOfSevenInBothThemes() {
    int pairs = 0;
    for (Map.Entry<String, Map<String, String>> theme : themes().entrySet()) {
      for (String[] rule : rules()) {
        Matcher text = TEXT.matcher(rule[1]);
        Matcher ground = GROUND.matcher(rule[1]);
        if (text.find()) {
          assertTrue(ground.find(), rule[0] + " sets a text's colour and not its ground");
          double contrast =
              contrast(theme.getValue().get(text.group(1)), theme.getValue().get(ground.group(1)));
          pairs++;
          assertTrue(
              contrast >= 7,
              "%s, %s: %s on %s is %.2f"
                  .formatted(theme.getKey(), rule[0], text.group(1), ground.group(1), contrast));
        } else {
          assertFalse(
              ground.find() && !rule[0].equals("html"),
              rule[0] + " sets a ground and not the colour of the text on it");
        }
      }
    }
    assertTrue(pairs >= 20, "only " + pairs + " pairs were found");
  }

  @Test
  void everyEdgeStandsOutFromThePaper() {
    for (Map.Entry<String, Map<String, String>> theme : themes().entrySet()) {
      for (String[] rule : rules()) {
        Matcher border = BORDER.matcher(rule[1]);
        while (border.find()) {
          String token = border.group(1);
          if (token.equals("rehearsal") || token.equals("demo")) {
            continue; // a frame beside its banner, which says it in words
          }
          double contrast = contrast(theme.getValue().get(token), theme.getValue().get("paper"));
          assertTrue(contrast >= 3, theme.getKey() + ": --" + token + " is " + contrast);
        }
      }
    }
  }

  @Test
  void bothThemesKnowTheSameTokensAndColoursStandNowhereElse() {
    assertEquals(themes().get("light").keySet(), themes().get("dark").keySet());
    for (String sheet : SHEETS) {
      for (String[] rule : rules(sheet)) {
        if (!rule[0].endsWith(":root")) {
          assertFalse(rule[1].matches("(?s).*(#[0-9a-f]{3}|rgb|hsl).*"), sheet + ": " + rule[0]);
        }
      }
    }
  }

  /** A browser of 2022 drops a whole rule whose selector it does not know. */
  @Test
  void noRuleNeedsASelectorThatAnOldPhoneDoesNotKnow() {
    for (String sheet : SHEETS) {
      for (String[] rule : rules(sheet)) {
        assertFalse(rule[0].contains(":has("), sheet + ": " + rule[0]);
      }
    }
  }

  @Test
  void theContrastIsThatOfTheStandard() {
    assertEquals(21, contrast("#000000", "#ffffff"), 0.001);
    assertEquals(4.54, contrast("#767676", "#ffffff"), 0.01);
  }

  @Test
  void noPageAsksAnotherHostOrHasAnythingInline() {
    for (Map.Entry<String, String> page : pages().entrySet()) {
      String html = page.getValue();
      assertFalse(html.matches("(?s).*(https?:)?//[a-z].*"), page.getKey());
      assertFalse(html.matches("(?s).*\\s(style|on[a-z]+)=.*"), page.getKey());
      assertFalse(html.contains("<style"), page.getKey());
      Matcher script = Pattern.compile("<script[^>]*>([^<]*)<").matcher(html);
      while (script.find()) {
        assertEquals("", script.group(1), page.getKey());
      }
    }
    for (String name : ScreenFiles.names()) {
      if (name.endsWith(".svg")) {
        continue;
      }
      assertFalse(file(name).matches("(?s).*(url\\(|@import|import\\(|https?:).*"), name);
    }
  }

  @Test
  void everythingThatAPageNeedsIsAddressedByItsContent() {
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Matcher file =
          Pattern.compile("<(?:link|script|img)[^>]*(?:href|src)=\"([^\"]+)\"")
              .matcher(page.getValue());
      int files = 0;
      while (file.find()) {
        String address = file.group(1);
        files++;
        if (address.startsWith(ScreenFiles.PATH)) {
          String name = address.substring(ScreenFiles.PATH.length(), address.indexOf('?'));
          assertEquals(ScreenFiles.link(name), address);
        } else {
          assertTrue(
              address.equals(ThemeSheet.of(Samples.pack().looks().theme()).link())
                  || address.matches("/assets/[0-9a-f]{64}"),
              page.getKey() + ": " + address);
        }
      }
      assertTrue(files >= 3, page.getKey());
    }
    assertTrue(ScreenFiles.find("../screens/look.css").isEmpty());
  }

  @Test
  void everyPictureKeepsItsPlaceAndSaysWhatItShows() {
    int pictures = 0;
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Matcher image = Pattern.compile("(?s)<img.*?>").matcher(page.getValue());
      while (image.find()) {
        pictures++;
        assertTrue(
            image.group().matches("(?s).*width=\"\\d+\" height=\"\\d+\".*alt=\".*"),
            page.getKey() + ": " + image.group());
      }
    }
    assertTrue(pictures >= 10, "only " + pictures);
  }

  @Test
  void aFirstLoadIsSmall() throws IOException {
    String front = pages().get("shop");
    int sum = zipped(front);
    for (String name : List.of("look.css", "dark.css", "shop.css", "shop.js", "favicon.svg")) {
      sum += zipped(file(name));
    }
    assertTrue(sum < 20_000, sum + " octets for six products");
  }

  private static int zipped(String text) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.size();
  }

  @Test
  void everyClassInAPageIsKnownToAStyleSheet() {
    String sheets = String.join("", SHEETS.stream().map(LookTest::file).toList());
    TreeSet<String> unknown = new TreeSet<>();
    for (String html : pages().values()) {
      Matcher attribute = Pattern.compile("class=\"([^\"]+)\"").matcher(html);
      while (attribute.find()) {
        for (String name : attribute.group(1).split(" ")) {
          if (!sheets.contains("." + name)) {
            unknown.add(name);
          }
        }
      }
    }
    // Those that only say what an element is: the slots' own names, and the usual case of a pair.
    unknown.removeAll(List.of("power", "link", "selling", "sync", "there", "short"));
    assertEquals(new TreeSet<String>(), unknown);
  }

  /** Pages to look at, with the files that they link to: target/screens. */
  @Test
  void theSamplePagesLieInTarget() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "screens"));
    for (String name : ScreenFiles.names()) {
      Files.writeString(folder.resolve(name), file(name));
    }
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Files.writeString(
          folder.resolve(page.getKey() + ".html"),
          page.getValue().replace("\"" + ScreenFiles.PATH, "\""));
    }
    assertTrue(Files.size(folder.resolve("crew-worst.html")) > 2000);
  }

  static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    Samples.all()
        .forEach((name, view) ->
            pages.put(name, text(CrewPanel.page(Samples.lasting(view), frame(view)))));
    pages.put("ticket", text(CrewPanel.entrance("ticket", Samples.frame(Mode.REHEARSAL))));
    pages.put("shop", text(ShopPage.page(Samples.view(Mode.LIVE), Sight.FRONT)));
    pages.put("shop-demo", text(ShopPage.page(Samples.view(Mode.DEMO), Sight.FRONT)));
    pages.put(
        "shop-lite", text(ShopPage.page(Samples.view(Mode.LIVE), new Sight(true, "shirt", 1, ""))));
    pages.put("shop-twin", text(ShopPage.page(Samples.view(Mode.LIVE), Sight.twin(1, "14:02"))));
    pages.put("shop-empty", text(ShopPage.nothingOnOffer(Mode.DEMO)));
    PricePage.Change change =
        new PricePage.Change(
            "14:02",
            List.of("TEE-B-S", "TEE-B-M"),
            "2 options of Tour T-shirt",
            Money.of(2200, "EUR"),
            Money.of(2500, "EUR"));
    pages.put(
        "prices",
        text(
            PricePage.page(
                Optional.of(Samples.pack()),
                Samples.frame(Mode.REHEARSAL),
                "tee",
                Optional.of(new Said(Tone.BAD, "Nothing was changed.")),
                List.of(new PricePage.Listed(change, true), new PricePage.Listed(change, false)),
                Optional.of(new PricePage.Typed(List.of("TEE-B-S"), "4.505")))));
    pages.put(
        "prices-free",
        text(
            PricePage.question(
                List.copyOf(Samples.pack().items().values()).subList(0, 3),
                2500,
                Money.of(0, "EUR"),
                Samples.frame(Mode.LIVE),
                "tee")));
    pages.put(
        "prices-far",
        text(
            PricePage.question(
                List.copyOf(Samples.pack().items().values()).subList(0, 3),
                395,
                Money.of(39_500, "EUR"),
                Samples.frame(Mode.LIVE),
                "tee")));
    pages.put(
        "devices",
        text(
            DevicePage.page(
                Samples.devices(),
                new CrewFrame(Mode.LIVE, true, ColourScheme.DARK),
                Optional.of(new Said(Tone.BAD, "Nobody waits there.")),
                Optional.of(
                    DevicePage.offer(
                        "7KQ2M-4XWBD", Role.TILL, "10.0.0.1", 8443, "A".repeat(43))))));
    pages.put(
        "devices-none",
        text(
            DevicePage.page(
                new DevicesView(Mode.LIVE, List.of(), List.of(), Samples.KNOWN),
                Samples.frame(Mode.DEMO),
                Optional.empty(),
                Optional.empty())));
    pages.put("help", text(HelpPage.page(new CrewFrame(Mode.LIVE, false, ColourScheme.AUTO))));
    pages.put(
        "unplug", text(UnplugPage.page(Unplug.of(2, 0, false), "14:02", Samples.frame(Mode.LIVE))));
    pages.put(
        "unplug-yes",
        text(UnplugPage.page(Unplug.of(0, 0, true), "14:02", Samples.frame(Mode.LIVE))));
    pages.put("shop-gone", text(ShopPage.nothingLikeThat(Samples.view(Mode.LIVE))));
    for (String product : List.of("tee", "lp")) {
      pages.put(
          "product-" + product,
          text(ProductPage.page(Samples.view(Mode.LIVE), product, Sight.FRONT).orElseThrow()));
    }
    pages.put("receipt", text(ReceiptPage.page(Samples.receipt(Mode.REHEARSAL))));
    pages.put(
        "receipt-crew",
        text(ReceiptPage.page(Samples.receipt(Mode.LIVE), Samples.frame(Mode.LIVE))));
    pages.put("receipt-refund", text(ReceiptPage.page(Samples.refund("too small"))));
    pages.put(
        "trust",
        text(TrustPage.page(Samples.view(Mode.LIVE), "fleet", List.of("AB12", "34CD", "5678"))));
    pages.put(
        "refusal",
        text(
            RefusalPage.page(
                Optional.of(Samples.view(Mode.DEMO)),
                new RefusalPage.Refusal(
                    "No such page", List.of("It is gone."), List.of(new Step("/", "Shop"))))));
    pages.put(
        "receipt-search",
        text(
            ReceiptSearchPage.page(
                new CrewFrame(Mode.LIVE, false, ColourScheme.AUTO),
                "ABCD-1234",
                List.of(new ReceiptSearchPage.Candidate("/receipts/x", "Sale of €5.00")))));
    return pages;
  }

  private static CrewFrame frame(CrewView view) {
    return new CrewFrame(view.mode(), view.simulated(), ColourScheme.LIGHT);
  }

  private static Map<String, Map<String, String>> themes() {
    Map<String, Map<String, String>> themes = new LinkedHashMap<>();
    themes.put("light", tokens(file("look.css")));
    themes.put("dark", tokens(file("dark.css")));
    return themes;
  }

  private static Map<String, String> tokens(String css) {
    Map<String, String> tokens = new LinkedHashMap<>();
    Matcher token = TOKEN.matcher(css);
    while (token.find()) {
      tokens.put(token.group(1), token.group(2));
    }
    return tokens;
  }

  private static List<String[]> rules() {
    List<String[]> all = new ArrayList<>();
    for (String sheet : SHEETS) {
      all.addAll(rules(sheet));
    }
    return all;
  }

  /** Selector and declarations of each rule, also of those in a media query. */
  private static List<String[]> rules(String sheet) {
    List<String[]> rules = new ArrayList<>();
    Matcher rule = RULE.matcher(file(sheet).replaceAll("(?s)/\\*.*?\\*/", ""));
    while (rule.find()) {
      rules.add(new String[] {rule.group(1).strip(), rule.group(2)});
    }
    return rules;
  }

  /** WCAG 2.2, contrast ratio. */
  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double c = (channel & 255) / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static String file(String name) {
    return text(ScreenFiles.find(name).orElseThrow().bytes());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
