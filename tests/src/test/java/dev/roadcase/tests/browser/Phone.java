package dev.roadcase.tests.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Media;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/** One person's screen: a page in a browser of its own, and what it asked for. */
final class Phone implements AutoCloseable {
  /** Where pictures of the screens are left for people to look at. */
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** What is cut off, sticks out, or is a word in two pieces; said in words. */
  private static final String CUT =
      """
      () => {
        const bad = [];
        const skipped = ".unseen, [hidden], .skip, svg, script, noscript, select, input";
        for (const el of document.querySelectorAll("body, body *")) {
          const style = getComputedStyle(el);
          if (el.closest(skipped) || style.display === "inline" || el.clientWidth === 0) continue;
          if (el.scrollWidth > el.clientWidth + 1) bad.push(`${el.tagName}.${el.className} is ${el.scrollWidth} in ${el.clientWidth} px`);
          if (style.overflowY !== "visible" && el.scrollHeight > el.clientHeight + 1) bad.push(`${el.tagName}.${el.className} is cut below`);
        }
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (node.parentElement.closest(skipped + ", .id, .who")) continue;
          for (const word of node.data.matchAll(/[A-Za-z0-9.,:?!'()%&]+/g)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
            if (lines.size > 1) bad.push(`"${word[0]}" is broken`);
            for (const r of range.getClientRects()) if (r.right > innerWidth + 1) bad.push(`"${word[0]}" ends at ${r.right}`);
          }
        }
        return bad;
      }
      """;

  private final BrowserContext context;
  private final Page page;
  private final Set<String> hosts = new ConcurrentSkipListSet<>();
  private final Set<String> complaints = new ConcurrentSkipListSet<>();

  Phone(BrowserContext context) {
    this.context = context;
    context.onRequest(this::asked);
    this.page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
        complaints.add(message.text());
      }
    });
    page.setDefaultTimeout(20_000);
  }

  Page page() {
    return page;
  }

  Phone open(URI address) {
    page.navigate(address.toString());
    if (String.valueOf(address.getQuery()).startsWith("ticket=")) {
      // A ticket's address shows a button: only that uses it up.
      page.waitForNavigation(() -> page.locator("main button[type=submit]").click());
    }
    return this;
  }

  /** The network is gone for this phone; the box itself knows nothing of it. */
  void loseTheNetwork(boolean lost) {
    context.setOffline(lost);
  }

  /** A thin and distant line: 400 ms, 50 kB/s. */
  Phone onASlowNetwork() {
    CDPSession session = context.newCDPSession(page);
    session.send("Network.enable");
    JsonObject slow = new JsonObject();
    slow.addProperty("offline", false);
    slow.addProperty("latency", 400);
    slow.addProperty("downloadThroughput", 50_000);
    slow.addProperty("uploadThroughput", 50_000);
    session.send("Network.emulateNetworkConditions", slow);
    return this;
  }

  /** Leaves a picture of what is on the screen, and of nothing below the fold. */
  Path picture(String name) {
    Path file = SCREENSHOTS.resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    return file;
  }

  /** Whether all of an element is on the screen without scrolling. */
  boolean shows(String selector) {
    var box = page.locator(selector).boundingBox();
    return box != null
        && box.y >= 0
        && box.y + box.height <= page.viewportSize().height
        && box.width > 0;
  }

  /** Nothing is cut off, nothing sticks out, and no word is torn in two. */
  void assertWhole() {
    assertEquals(List.of(), page.evaluate(CUT), page.url() + " at " + page.viewportSize().width);
  }

  /** All of the page stands in landmarks: who jumps from one to the next misses nothing. */
  void assertInLandmarks() {
    List<String> outside =
        new AxeBuilder(page)
                .withRules(List.of("region", "skip-link", "landmark-one-main"))
                .analyze()
                .getViolations()
                .stream()
                .map(Phone::sentence)
                .toList();
    assertEquals(List.of(), outside, page.url());
  }

  /** What a button is called begins with what stands on it: it is said to a phone (WCAG 2.5.3). */
  void assertNamesBeginAsShown() {
    assertEquals(
        List.of(),
        new AxeBuilder(page)
            .withRules(List.of("label-content-name-mismatch")).analyze().getViolations().stream()
                .map(Phone::sentence)
                .toList(),
        page.url());
  }

  /** axe finds nothing serious or critical (WCAG 2.2 A and AA). */
  void assertAccessible() {
    List<String> serious =
        new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations()
                .stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(Phone::sentence)
                .toList();
    assertEquals(List.of(), serious, page.url());
  }

  /** axe finds nothing at all, best practices included. */
  void assertNothingToMend() {
    assertEquals(
        List.of(),
        new AxeBuilder(page).analyze().getViolations().stream().map(Phone::sentence).toList(),
        page.url());
  }

  /** Text at twice its size, as the settings of a phone have it. */
  Phone atDoubleText() {
    page.evaluate("document.documentElement.style.fontSize = '32px'");
    return this;
  }

  /** Letters a tenth wider, as on systems whose only font is a wide one. */
  Phone withWideLetters() {
    page.evaluate("document.body.style.letterSpacing = '0.12em'");
    return this;
  }

  /** No text sticks out of its own box or of the page, and no word is broken that would fit. */
  void assertNothingIsCut() {
    assertFitsTheWidth();
    assertEquals(
        List.of(),
        page.evaluate(
            """
            () => [...document.querySelectorAll("body *")]
              .filter((e) => e.checkVisibility() && !e.closest(".unseen, .skip, .gallery, svg, thead"))
              .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
              .filter((e) => {
                const range = document.createRange();
                range.selectNodeContents(e);
                const text = range.getBoundingClientRect();
                const hidden = [...(function* () {
                  for (let up = e; up; up = up.parentElement) yield up;
                })()].some((up) => getComputedStyle(up).overflow !== "visible"
                  && text.right > up.getBoundingClientRect().right + 1);
                return hidden || text.right > innerWidth + 1 || text.left < -1;
              })
              .map((e) => e.tagName + " " + e.className + ": " + e.textContent.trim())
            """),
        page.url());
  }

  /** As the page is laid out for paper of that width, in CSS pixels: 96 to an inch. */
  Phone onPaper(int width) {
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.setViewportSize(width, 1000);
    return this;
  }

  /** How many sheets come out of the printer (ISO 32000-1, 7.7.3.3: a page object for each). */
  long sheets(String width, String height) {
    byte[] pdf = page.pdf(new Page.PdfOptions().setWidth(width).setHeight(height));
    return Pattern.compile("/Type\\s*/Page\\b")
        .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
        .results()
        .count();
  }

  /** No request went to anyone but the box, and nothing was blocked or thrown on the page. */
  void assertStayedHome() {
    assertEquals(Set.of("127.0.0.1"), hosts);
    assertEquals(Set.of(), complaints);
  }

  /** Nothing sticks out sideways: a phone that has to be scrolled both ways is put away. */
  void assertFitsTheWidth() {
    int width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
    assertTrue(
        width <= page.viewportSize().width,
        () ->
            "%s is %d px wide: %s"
                .formatted(
                    page.url(),
                    width,
                    page.evaluate(
                        """
                        () => [...document.querySelectorAll("body *")]
                          .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
                          .map((e) => {
                            const range = document.createRange();
                            range.selectNodeContents(e);
                            return [e, range.getBoundingClientRect().right];
                          })
                          .filter(([, right]) => right > innerWidth)
                          .map(([e, right]) => `${e.tagName} "${e.textContent.trim()}" to ${right}`)
                        """)));
  }

  @Override
  public void close() {
    context.close();
  }

  private void asked(Request request) {
    URI address = URI.create(request.url().split("[?#]")[0]);
    if (!"data".equals(address.getScheme())) {
      hosts.add(String.valueOf(address.getHost()));
    }
  }

  private static String sentence(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + " at "
        + rule.getNodes().stream().map(node -> String.valueOf(node.getTarget())).toList();
  }
}
