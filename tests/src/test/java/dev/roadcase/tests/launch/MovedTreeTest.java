package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tree starts what is in it, wherever it stands and however it is reached. */
class MovedTreeTest {
  private static final Map<String, String> C_LOCALE = Map.of("LC_ALL", "C");

  @Test
  void aTreeThatWasMovedStartsItsOwnJars() throws Exception {
    try (Tree before = Tree.named("before");
        Tree tree = before.moved("after the B\u00fchne")) {
      assertStartsItsOwn(tree, tree.root().resolve("roadcase"));
    }
  }

  @Test
  void aTreeThatIsReachedByALinkStartsItsOwnJars() throws Exception {
    try (Tree tree = Tree.named("linked")) {
      Path link = tree.root().resolveSibling("roadcase-link-" + ProcessHandle.current().pid());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, tree.root());
      try {
        assertStartsItsOwn(tree, link.resolve("roadcase"));
      } finally {
        Files.delete(link);
      }
    }
  }

  @Test
  void aFolderThatWasLaidOutForAReleaseRunsByItself() throws Exception {
    Path dist = Tree.repository().resolve("tests/target/launch/laid out");
    Tree.remove(dist);
    try {
      String layOut =
          "ROADCASE_HOME=$PWD; for p in jdk launch aot maven dist; do . build/$p.sh; done;"
              + " mkdir -p \"$1/bin\" \"$1/lib/launch\" \"$1/share/doc\" \"$1/share/systemd\";"
              + " lay_out_jars \"$1\"; lay_out_the_rest \"$1\"";
      Tree.Said laid =
          Tree.run(
              Tree.repository(),
              Map.of("ROADCASE_JAVA", Tree.java()),
              List.of("bash", "-euo", "pipefail", "-c", layOut, "dist", dist.toString()));
      assertEquals(0, laid.exit(), laid.err());

      String roadcase = dist.resolve("bin/roadcase").toString();
      Map<String, String> here = Map.of("ROADCASE_JAVA", Tree.java(), "ROADCASE_NO_TRAINING", "1");
      for (List<String> words :
          List.of(
              List.of("--version"),
              List.of("fleet", "--help"),
              List.of("upstream", "--help"),
              List.of("box", "--help"))) {
        List<String> command = new java.util.ArrayList<>(List.of(roadcase));
        command.addAll(words);
        Tree.Said said = Tree.run(dist, here, command);
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().toLowerCase(java.util.Locale.ROOT).contains("roadcase"), said.out());
      }
    } finally {
      Tree.remove(dist);
    }
  }

  private static void assertStartsItsOwn(Tree tree, Path script) throws Exception {
    Map<String, String> here =
        Map.of("ROADCASE_JAVA", tree.java("").toString(), "LC_ALL", C_LOCALE.get("LC_ALL"));
    for (String verb : List.of("fleet", "box", "upstream")) {
      Tree.Said said = Tree.run(Path.of("/"), here, List.of(script.toString(), verb, "--help"));

      assertEquals(0, said.exit(), said.err());
      assertTrue(said.out().contains("Usage: roadcase " + verb), said.out());
    }
    for (String start : tree.starts()) {
      String classPath = start.replaceFirst(".* -cp (.*) dev\\.roadcase\\..*", "$1");
      for (String entry : classPath.split(":")) {
        assertTrue(entry.startsWith(tree.root() + "/"), entry);
      }
    }
    assertEquals(3, tree.starts().size());
  }
}
