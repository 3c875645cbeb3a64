package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser is shown by a box in rehearsal, at every address that answers with a page. */
class ModeBarTest {
  private static final String BAR = "class=\"banner\">REHEARSAL";

  @TempDir private static Path folder;
  private static TestSite site;
  private static String cookie = "";
  private static String receipt = "";

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
    cookie =
        site.enter(ticket())
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    TestTill till = site.till();
    receipt = till.sell(till.sign(till.sale(TestSite.PRESSING))).body().path("receipt").asText();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "GET, /?q=no-such-thing, 200",
    "GET, /?page=2&lite=1, 200",
    "GET, /products/no-such-thing, 404",
    "GET, /receipts/RECEIPT, 200",
    "GET, /receipts/HHMM-ZKHW, 404",
    "GET, /trust, 200",
    "GET, /till, 404",
    "PUT, /trust, 405",
    "GET, /crew, 200",
    "GET, /crew?ticket=TICKET, 200",
    "GET, /crew/help, 200",
    "GET, /crew/devices, 200",
    "GET, /crew/prices, 200",
    "GET, /crew/stock, 200",
    "GET, /crew/receipts, 200",
    "GET, /crew/receipts?q=0000-0000, 200",
    "GET, /crew/unplug, 200",
    "GET, /crew/nothing, 404",
    "DELETE, /crew, 405",
  })
  void everyAddressHasTheBar(String method, String path, int status) throws Exception {
    String address = path.replace("RECEIPT", receipt).replace("TICKET", ticket());
    has(
        status,
        site.send(
            site.https(address)
                .header("Accept", "text/html")
                .header("Cookie", cookie)
                .method(method, BodyPublishers.noBody())),
        path);
    if (!path.startsWith("/crew")) {
      has(
          status,
          site.send(
              site.http(address)
                  .header("Accept", "text/html")
                  .method(method, BodyPublishers.noBody())),
          path + " at the visitors' door");
    }
  }

  @ParameterizedTest
  @CsvSource({"/crew", "/crew/prices", "/crew/devices", "/box", "/crew?ticket=used"})
  void whoeverIsNotLetInSeesItToo(String path) throws Exception {
    has(401, site.send(site.https(path).header("Accept", "text/html").GET()), path);
  }

  @Test
  void soDoTheQuestionAboutAPriceOfNothingAndAFormThatWentWrong() throws Exception {
    has(
        200,
        form("/crew/prices", "sku=" + TestSite.SHIRT.value() + "&price=0&seen=2500&q="),
        "surely");
    has(422, form("/crew/prices", "price=0"), "malformed");
  }

  @Test
  void soDoesAnAddressThatCannotBeRead() throws Exception {
    String answer =
        site.raw(
            "GET /?q=%zz HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400") && answer.contains(BAR), answer);
  }

  private static Answer form(String path, String body) throws Exception {
    HttpRequest.Builder request =
        site.form(path, body).header("Accept", "text/html").header("Cookie", cookie);
    return site.send(request);
  }

  private static String ticket() throws Exception {
    return site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
  }

  private static void has(int status, Answer answer, String what) {
    String html = new String(answer.raw().body(), StandardCharsets.UTF_8);
    assertEquals(status, answer.status(), what + "\n" + html);
    assertTrue(html.contains(BAR), what + "\n" + html);
  }
}
