package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goods, devices and questions whose words are markup: every page shows them as words. */
class HostileWordsTest {
  private static final List<String> WORDS =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(2)>",
          "'\"><svg/onload=alert(3)>",
          "</title></textarea><iframe src=//evil>",
          "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
          "javascript:alert(4)",
          "]]><x/><!-- ",
          "&lt;script&gt;alert(5)&lt;/script&gt;",
          "data: evil\\nevent: pack");

  private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z][^\\s>/]*)([^>]*)>");
  private static final Pattern VALUE = Pattern.compile("=\\s*(\"[^\"]*\"|'[^']*')");
  private static final Pattern SCRIPT = Pattern.compile("(?is)<script([^>]*)>(.*?)</script>");
  private static final Set<String> NEVER =
      Set.of("iframe", "object", "embed", "base", "style", "x", "%=", "frame", "applet");

  @TempDir private static Path folder;
  private static Victim box;
  private static String cookie;
  private static Stranger till;

  @BeforeAll
  static void open() throws Exception {
    List<Item> goods = new ArrayList<>();
    for (int i = 0; i < WORDS.size(); i++) {
      goods.add(
          new Item(
              new Sku("X" + i),
              WORDS.get(i),
              WORDS.get(i),
              List.of(WORDS.get(i)),
              WORDS.get(i),
              new Money(100, Victim.EUR),
              "standard",
              Stock.UNTRACKED));
    }
    box = new Victim(folder, Victim.roster(), goods);
    box.start();
    String ticket = box.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        box.send(
                box.request("/crew")
                    .header("Origin", box.origin())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("ticket=" + ticket)))
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
    till = Stranger.paired(box, "till");
    for (String words : WORDS) {
      // Some of them are too long for a name, and are told so.
      int status = new Stranger(box).pair(box.code("till", false), words).status();
      assertTrue(status == 201 || status / 100 == 4, words + " " + status);
    }
  }

  @AfterAll
  static void close() {
    box.close();
  }

  @Test
  void wordsStayWordsOnEveryPage() throws Exception {
    List<String> paths = new ArrayList<>(List.of("/", "/?lite=1", "/crew", "/crew/devices"));
    paths.add("/crew/prices");
    paths.add("/crew/stock");
    paths.add("/receipts/" + till.sell(1).body().path("receipt").asText());
    for (String words : WORDS) {
      String encoded = URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
      for (String path :
          List.of(
              "/?q=",
              "/?page=",
              "/products/",
              "/receipts/",
              "/nowhere/",
              "/crew?ticket=",
              "/crew/prices?q=",
              "/crew/prices?changed=",
              "/crew/stock?q=",
              "/crew/stock?counted=",
              "/crew/receipts?q=",
              "/crew/devices?done=revoke&device=")) {
        paths.add(path + encoded);
      }
    }
    Map<String, List<String>> foreign = new LinkedHashMap<>();
    int shown = 0;
    for (String path : paths) {
      Victim.Answer answer =
          box.send(box.request(path).header("Accept", "text/html").header("Cookie", cookie).GET());
      assertTrue(answer.status() < 500, path + " " + answer.status());
      String policy = answer.raw().headers().firstValue("content-security-policy").orElse("");
      List<String> found = foreign(answer.text());
      if (policy.contains("unsafe") || !policy.contains("default-src 'none'")) {
        found.add(policy);
      }
      if (!found.isEmpty()) {
        foreign.put(path, found);
      }
      shown +=
          answer.text().contains("&lt;script>") || answer.text().contains("&lt;script&gt;") ? 1 : 0;
    }
    assertEquals(Map.of(), foreign);
    assertTrue(shown > 3, "the words are on the pages: " + shown);
  }

  @Test
  void aPageThatTakesThemForMarkupIsSeen() {
    for (String words : WORDS.subList(0, 4)) {
      String page = "<!doctype html><html><body><p title=\"" + words + "\">" + words;
      assertTrue(!foreign(page + "</p></body></html>").isEmpty(), words);
    }
  }

  /** Elements and attributes that no page of ours has. */
  private static List<String> foreign(String html) {
    List<String> found = new ArrayList<>();
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      String name = tag.group(1).toLowerCase(java.util.Locale.ROOT);
      String attributes = VALUE.matcher(tag.group(2)).replaceAll("");
      if (NEVER.contains(name)
          || attributes.matches("(?is).*[\\s/\"'](on[a-z]+|style|srcdoc)\\b.*")
          || tag.group(2)
              .matches("(?is).*(src|href|action)\\s*=\\s*[\"']?\\s*(javascript:|x[\\s>]|//).*")) {
        found.add(tag.group());
      }
    }
    Matcher script = SCRIPT.matcher(html);
    while (script.find()) {
      if (!script.group(1).contains("src=\"/screens/") || !script.group(2).isBlank()) {
        found.add(script.group());
      }
    }
    if (html.matches("(?s).*(^|[^0-9.])49([^0-9].*|$)") && html.contains("{{49}}")) {
      found.add("a template was evaluated");
    }
    return found;
  }
}
