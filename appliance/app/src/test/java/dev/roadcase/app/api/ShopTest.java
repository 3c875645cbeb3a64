package dev.roadcase.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.Pictures;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.x509.KitFolder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop as a visitor's phone sees it, and the manifest as a device does. */
class ShopTest {
  @TempDir private static Path folder;
  private static TestSite site;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder);
    Pictures pictures = new Pictures();
    var picture = pictures.add("A shirt", 3000, 9000);
    site.writePack(
        1,
        List.of(
            item(TestSite.SHIRT, "shirts & co/mens", "Shirt", 2500, List.of(picture.source())),
            item(TestSite.PRESSING, "press", "Signed test pressing", 4000, List.of()),
            item(TestSite.LEMONADE, "lemonade", "Limonáda", 350, List.of())),
        new Looks(
            new Theme("Saturday", "At the gate", "#b3261e", Optional.empty()), pictures.all()),
        pictures);
    site.start();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void everythingThatAPageLinksToIsThere() throws Exception {
    for (String page : List.of("/", "/?lite=1", "/products/press", "/?q=zzz", "/?page=9999")) {
      Answer answer = get(page);
      assertEquals(200, answer.status(), page);
      assertTrue(header(answer, "content-security-policy").startsWith("default-src 'none'"));
      assertEquals("no-cache", header(answer, "cache-control"));
      assertEquals("Accept-Encoding, Save-Data", header(answer, "vary"));
      Matcher link = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"").matcher(text(answer));
      int links = 0;
      while (link.find()) {
        Answer linked = get(link.group(1).replace("&amp;", "&"));
        assertEquals(200, linked.status(), link.group(1));
        if (link.group(1).contains("?v=") || link.group(1).startsWith("/assets/")) {
          assertTrue(header(linked, "cache-control").contains("immutable"), link.group(1));
        }
        links++;
      }
      assertTrue(links > 5, page);
    }
  }

  @Test
  void aProductOfAnyNameHasAPage() throws Exception {
    Answer answer = get("/products/shirts%20%26%20co%2Fmens");
    assertEquals(200, answer.status());
    assertTrue(text(answer).contains("<h1>Shirt</h1>"));
    assertFalse(text(answer).contains("1000 left"), "nobody has to know");
    assertTrue(text(get("/")).contains("/products/shirts%20%26%20co%2Fmens"));
  }

  @Test
  void aProductThatIsNotThereIsSaidToPeopleAsAPage() throws Exception {
    Answer answer = get("/products/nonsense");
    assertEquals(404, answer.status());
    assertTrue(text(answer).contains("Not available here"));
  }

  @Test
  void aPageIsNotSentTwice() throws Exception {
    Answer first = get("/products/press");
    Answer again =
        site.send(
            site.http("/products/press").header("If-None-Match", header(first, "etag")).GET());
    assertEquals(304, again.status());
    assertEquals("roadcase; hit", header(again, "cache-status"));
  }

  @Test
  void whoeverSavesDataGetsTheSmallPictures() throws Exception {
    assertTrue(text(get("/")).contains("srcset"));
    assertFalse(text(site.send(site.http("/").header("Save-Data", "on").GET())).contains("srcset"));
  }

  @Test
  void aSearchIsAGetFormAndFindsWithoutAccents() throws Exception {
    String found = text(get("/?q=limonada"));
    assertTrue(found.contains("Limonáda") && !found.contains("Signed test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?q=%00%ff",
        "/?q=%F0%9F%98%80%F0%9F",
        "/?page=-1",
        "/?page=abc",
        "/?lite=2&lite=1&q=a&q=b",
        "/products/%00",
        "/products/%2e%2e",
        "/products/..%2f..%2fetc",
        "/theme.css?v=../../x",
        "/screens/shop.css?v=%00",
      })
  void strangeAddressesAreAnswered(String path) throws Exception {
    assertTrue(List.of(200, 400, 404).contains(get(path).status()), path);
  }

  @Test
  void theStyleSheetOfTheThemeHasItsColours() throws Exception {
    Matcher link = Pattern.compile("/theme\\.css\\?v=[^\"]+").matcher(text(get("/")));
    assertTrue(link.find());
    Answer sheet = get(link.group());
    assertEquals("text/css; charset=utf-8", header(sheet, "content-type"));
    assertTrue(text(sheet).contains("--brand:#"));
    assertEquals("no-cache", header(get("/theme.css"), "cache-control"));
  }

  @Test
  void theManifestIsSignedByTheKitBothWays() throws Exception {
    Es256 key = new Es256(KitFolder.read(folder.resolve("identity")).key().publicKey());
    Answer jose = site.send(site.http("/manifest.json").header("Accept", "application/jose").GET());
    assertEquals("application/jose", header(jose, "content-type"));
    CompactJws signed = CompactJws.parse(text(jose), ManifestRoutes.TYP);
    assertTrue(signed.signedBy(key));
    JsonNode payload = Json.MAPPER.readTree(signed.payload());
    assertEquals(60, payload.path("ttl").asInt());
    assertEquals(1, payload.at("/pack/version").asInt());
    assertEquals("rehearsal", payload.path("mode").asText());
    assertEquals(2, payload.at("/assets/count").asInt());
    assertEquals(12_000, payload.at("/assets/octets").asInt());
    assertEquals(header(get("/catalogue/items"), "etag"), payload.at("/catalogue/etag").asText());

    ObjectNode plain = (ObjectNode) get("/manifest.json").body();
    String detached = plain.remove("signature").asText();
    assertTrue(detached.contains(".."));
    // As a stranger would: members sorted, no white space.
    byte[] canonical =
        Json.MAPPER
            .copy()
            .configure(
                com.fasterxml.jackson.databind.cfg.JsonNodeFeature.WRITE_PROPERTIES_SORTED, true)
            .writeValueAsBytes(plain);
    String whole =
        detached.replace(
            "..", "." + Base64.getUrlEncoder().withoutPadding().encodeToString(canonical) + ".");
    assertTrue(CompactJws.parse(whole, ManifestRoutes.TYP).signedBy(key));
  }

  @Test
  void receiptsAreAPageWithACodeAndATextToKeep() throws Exception {
    var till = site.till();
    String receipt =
        till.sell(till.sign(till.sale(TestSite.LEMONADE))).body().path("receipt").asText();
    Answer page = site.send(site.http("/receipts/" + receipt).header("Accept", "text/html").GET());
    assertEquals("no-store", header(page, "cache-control"));
    assertTrue(text(page).contains("<svg class=\"code\""));
    assertTrue(text(page).contains("Limonáda"));
    Answer asText =
        site.send(site.http("/receipts/" + receipt).header("Accept", "text/plain").GET());
    assertEquals("text/plain; charset=utf-8", header(asText, "content-type"));
    assertTrue(text(asText).contains("Limonáda") && text(asText).contains(receipt));
  }

  private static Answer get(String path) throws Exception {
    return site.send(site.http(path).method("GET", HttpRequest.BodyPublishers.noBody()));
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }

  private static Item item(
      Sku sku,
      String product,
      String title,
      long price,
      List<dev.roadcase.core.pack.AssetId> pictures) {
    return new Item(
        sku,
        product,
        title,
        List.of(),
        "Long words\nin two lines.",
        new Money(price, TestSite.EUR),
        "standard",
        sku.equals(TestSite.LEMONADE) ? Stock.UNTRACKED : new Stock.Tracked(Quantity.pieces(1000)),
        pictures);
  }
}
