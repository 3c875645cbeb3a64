package dev.roadcase.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A link of a page leads to a file and a heading that are there, and the map has every page. */
class LinksTest {
  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Path repository = NamedTestsTest.repository();
    Map<Path, Set<String>> headings = new HashMap<>();
    for (Path page : pages(repository)) {
      headings.put(page, headings(Files.readString(page)));
    }
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : pages(repository)) {
      String text = FENCED.matcher(Files.readString(page)).replaceAll("").replaceAll("`[^`]*`", "");
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        String to = link.group(1);
        if (to.matches("[a-z]+:.*")) {
          continue;
        }
        links++;
        String[] parts = to.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean there =
            Files.exists(target)
                && (parts.length == 1
                    || !headings.containsKey(target)
                    || headings.get(target).contains(parts[1]));
        if (!there) {
          dead.add(repository.relativize(page) + ": " + to);
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(links > 300, "the pages were read: " + links);
  }

  @Test
  void aHeadingsAnchorIsAsForgesMakeIt() {
    assertEquals(
        Set.of("getting-in", "roadcasetoml-and-its-keys", "stock-clients"),
        headings(
            "# Getting in\n## `roadcase.toml`, and its keys\n```\n# no heading\n```\n### *Stock* [clients](x.md)\n"));
  }

  @Test
  void theMapHasEveryPage() throws IOException {
    Path docs = NamedTestsTest.repository().resolve("docs");
    String map = Files.readString(docs.resolve("README.md"));
    List<String> missing = new ArrayList<>();
    try (Stream<Path> all = Files.list(docs)) {
      all.map(page -> page.getFileName().toString())
          .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
          .filter(name -> !map.contains("(" + name))
          .sorted()
          .forEach(missing::add);
    }
    assertEquals(List.of(), missing, "pages that docs/README.md does not name");
  }

  private static Set<String> headings(String page) {
    return HEADING
        .matcher(FENCED.matcher(page).replaceAll(""))
        .results()
        .map(heading ->
            heading
                .group(1)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> pages(Path repository) throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/decisions")) {
      try (Stream<Path> all = Files.list(repository.resolve(folder))) {
        all.filter(file -> file.toString().endsWith(".md"))
            .map(Path::normalize)
            .sorted()
            .forEach(pages::add);
      }
    }
    return pages;
  }
}
