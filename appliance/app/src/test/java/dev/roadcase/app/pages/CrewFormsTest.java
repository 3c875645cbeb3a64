package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.screens.CrewFrame;
import dev.roadcase.app.screens.CrewPanel;
import dev.roadcase.app.screens.DevicePage;
import dev.roadcase.app.screens.PricePage;
import dev.roadcase.app.screens.StockPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form of the crew's pages, from everywhere. */
class CrewFormsTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "roadcase", "app");

  /** A form, where it is mounted. */
  private static final Pattern FORM = Pattern.compile("forms\\.on\\(\\s*router,\\s*([A-Za-z._]+),");

  /** A route that takes something, by whatever way it is mounted. */
  private static final Pattern TAKES =
      Pattern.compile(
          "router\\s*\\.(?:post|put|patch|delete|route\\(\\s*HttpMethod)|Ways\\.acting");

  /** What stands in the sources for a path. */
  private static final Map<String, String> PATHS =
      Map.of(
          "CREW", CrewPanel.PATH,
          "PricePage.PATH", PricePage.PATH,
          "StockPage.PATH", StockPage.PATH,
          "DevicePage.PATH", DevicePage.PATH,
          "CrewFrame.SCHEME_PATH", CrewFrame.SCHEME_PATH);

  @TempDir private static Path folder;
  private static TestSite site;
  private static String cookie;
  private static String own;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    own = "https://127.0.0.1:" + site.appliance().ports().https();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  /** So that a new one is tried below, and none is mounted without the check. */
  @Test
  void everyFormIsKnownHere() throws IOException {
    Set<String> forms = new TreeSet<>();
    Set<String> takes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        FORM.matcher(source).results().forEach(found -> forms.add(found.group(1)));
        if (TAKES.matcher(source).find()) {
          takes.add(file.getFileName().toString());
        }
      }
    }
    assertEquals(PATHS.keySet(), forms);
    // The local door, OAuth, which takes no cookie, and what mounts for others.
    assertEquals(
        Set.of(
            "AdminAuthRoutes.java",
            "CrewForms.java",
            "OAuthRoutes.java",
            "ExportRoutes.java",
            "AdminRoutes.java",
            "Ways.java"),
        takes);
  }

  @Test
  void noFormIsTakenFromElsewhere() throws Exception {
    List<String> foreign =
        List.of(
            "X: what says nothing is no browser",
            "Origin: null",
            "Origin:",
            "Origin: https://evil.example",
            "Origin: " + own.replace("https:", "http:"),
            "Origin: " + own + ".evil.example",
            "Origin: " + own + "/",
            "Origin: " + own.replaceAll(":[0-9]+$", ":1"),
            "Origin: " + own + "\r\nOrigin: https://evil.example",
            "Origin: https://evil.example\r\nOrigin: " + own,
            "Origin: " + own + "\r\nSec-Fetch-Site: cross-site",
            "Origin: " + own + "\r\nSec-Fetch-Site: same-site",
            "Origin: https://evil.example\r\nSec-Fetch-Site: same-origin",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: none",
            "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
            "Referer: " + own + "/crew/prices",
            "Referer: https://evil.example/");
    List<String> taken = new ArrayList<>();
    for (String path : PATHS.values()) {
      for (String from : foreign) {
        String status = status(path, from);
        if (!status.equals("403")) {
          taken.add(path + " " + from + " " + status);
        }
      }
    }
    assertEquals(List.of(), taken);
  }

  @Test
  void everyFormIsTakenFromItsOwnPage() throws Exception {
    List<String> ours =
        List.of(
            "Origin: " + own,
            "Origin: " + own + "\r\nSec-Fetch-Site: same-origin",
            "Origin: " + own + "\r\nReferer: " + own + "/crew",
            "Sec-Fetch-Site: same-origin");
    for (String path : PATHS.values()) {
      for (String from : ours) {
        assertNotEquals("403", status(path, from), path + " " + from);
      }
    }
  }

  private static String status(String path, String headers) throws IOException {
    String form = "sku=SHIRT-M&seen=2500&price=25.00&scheme=dark&do=turn-all-away";
    String answer =
        site.raw(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + site.appliance().ports().https()
                + "\r\nCookie: "
                + cookie
                + "\r\n"
                + headers
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.getBytes(StandardCharsets.US_ASCII).length
                + "\r\nConnection: close\r\n\r\n"
                + form);
    return answer.substring(9, 12);
  }
}
