package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No page of a rehearsal or a demo can be taken for the show: each has the bar that says so. */
class ModeBarTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");

  /** Not pages, but what pages are made of. */
  private static final Set<String> PARTS = Set.of("page.jte", "mode.jte", "icon.jte");

  /** What brings the bar along. */
  private static final List<String> BARS =
      List.of(
          "@template.crew.frame(",
          "@template.shop.frame(",
          "@template.crew.top(",
          "@template.mode(");

  @Test
  void everyPageThatThereIsBringsTheBar() throws Exception {
    List<String> without = new ArrayList<>();
    int pages = 0;
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!PARTS.contains(name)) {
          pages++;
          String text = Files.readString(file);
          if (BARS.stream().noneMatch(text::contains)) {
            without.add(name);
          }
        }
      }
    }
    assertEquals(List.of(), without);
    assertTrue(pages >= 15, "only " + pages + " pages were found");
    for (String bar : List.of("crew/top.jte", "mode.jte")) {
      assertTrue(Files.readString(TEMPLATES.resolve(bar)).contains("class=\"banner\""), bar);
    }
  }

  @Test
  void theButtonThatOpensThePanelHasItToo() {
    assertTrue(ticket(Mode.REHEARSAL).contains("class=\"banner\">REHEARSAL"));
    assertTrue(ticket(Mode.DEMO).contains("class=\"banner\">DEMO"));
    assertTrue(ticket(Mode.LIVE).contains("class=\"banner\">LIVE"));
  }

  private static String ticket(Mode mode) {
    return new String(CrewPanel.entrance("a-ticket", Samples.frame(mode)), StandardCharsets.UTF_8);
  }
}
