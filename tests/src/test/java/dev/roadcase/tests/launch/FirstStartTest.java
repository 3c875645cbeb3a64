package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The AOT cache is a gift: no verb depends on it, and no verb but one that starts a box makes it.
 */
class FirstStartTest {
  private static final String TRAINING = "dev.roadcase.app.training.Training";
  private static final String GAVE_UP = "starts without its AOT cache";
  private static final int CONFIG = 78;

  @Test
  void aTrainingThatFailsCostsOneLineAndTheBoxGoesOn() throws Exception {
    try (Tree tree = Tree.named("training-fails")) {
      Map<String, String> here = Map.of("ROADCASE_JAVA", tree.java(TRAINING).toString());

      Tree.Said first = tree.roadcase(here, "box", "--config", "none.toml");

      assertEquals(CONFIG, first.exit(), first.err());
      assertEquals("", first.out());
      assertEquals(1, first.err().lines().filter(line -> line.contains(GAVE_UP)).count());
      assertFalse(first.err().contains("\tat "), first.err());

      Tree.Said second = tree.roadcase(here, "box", "--config", "none.toml");

      assertEquals(CONFIG, second.exit(), second.err());
      assertFalse(second.err().contains(GAVE_UP), second.err());
      assertEquals(1, trainings(tree), "each start pays for it again");

      Tree.Said asked = tree.roadcase(here, "train");

      assertEquals(1, asked.exit(), asked.err());
      assertEquals(2, trainings(tree), "asked for, it is tried again");
    }
  }

  @Test
  void aTrainingThatCannotBeWrittenDownIsNoFailureEither() throws Exception {
    try (Tree tree = Tree.named("training-has-no-room")) {
      Map<String, String> here = Map.of("ROADCASE_JAVA", tree.java(TRAINING).toString());
      // A folder stands where the log is to be.
      Files.createDirectories(tree.root().resolve("target/aot.log"));

      Tree.Said said = tree.roadcase(here, "box", "--config", "none.toml");

      assertEquals(CONFIG, said.exit(), said.err());
      assertEquals(0, trainings(tree));
    }
  }

  @Test
  void onlyWhatStartsABoxTrains() throws Exception {
    try (Tree tree = Tree.named("nobody-trains")) {
      Map<String, String> here = Map.of("ROADCASE_JAVA", tree.java("").toString());
      for (List<String> words :
          List.of(
              List.of("--help"),
              List.of("--version"),
              List.of("box", "--version"),
              List.of("box", "--help"),
              List.of("box", "status", "--config", "none.toml"),
              List.of("box", "twin", "--config", "none.toml"),
              List.of("demo", "--help"),
              List.of("quickstart", "--help"),
              List.of("fleet", "show", "--fleet-dir", "none"))) {
        tree.roadcase(here, words.toArray(String[]::new));

        assertEquals(0, trainings(tree), () -> words + " trained");
      }
    }
  }

  @Test
  void aCacheThatDoesNotFitIsSilentOnStandardOutput() throws Exception {
    try (Tree tree = Tree.named("a cache of another tree")) {
      Path other = Files.writeString(tree.root().resolve("other.aot"), "no cache at all");
      Path config = config(tree);

      Tree.Said said =
          tree.roadcase(
              Map.of(
                  "ROADCASE_JAVA",
                  Tree.java(),
                  "ROADCASE_NO_BUILD",
                  "1",
                  "ROADCASE_JAVA_OPTS",
                  "-XX:AOTCache=" + plain(tree, other)),
              "box",
              "--print-config",
              "--config",
              config.toString());

      assertEquals(0, said.exit(), said.err());
      assertFalse(said.out().isBlank());
      said.out().lines().forEach(line -> assertTrue(line.matches("(# )?[a-z_.]+ .*"), line));
    }
  }

  @Test
  void aCacheIsUsedForTheJarsThatItWasTrainedOnAndNoOthers() throws Exception {
    try (Tree tree = Tree.named("jars-that-change")) {
      String check =
          "ROADCASE_HOME=$PWD; . build/jdk.sh; . build/launch.sh; . build/aot.sh;"
              + " f=$(aot_folder x); mkdir -p $f; touch $f/box.aot; aot_key >$f/box.aot.key;"
              + " fitting_cache \"$(aot_key)\" >/dev/null && echo fits;"
              + " j=$(relative_class_path app | tr : '\\n' | grep picocli); cp $j copy; rm $j; cp copy $j;"
              + " fitting_cache \"$(aot_key)\" >/dev/null || echo 'fits no more';"
              + " ROADCASE_JAVA=/bin/sh; fitting_cache \"$(aot_key)\" >/dev/null || echo 'nor here'";

      Tree.Said said =
          Tree.run(
              tree.root(),
              Map.of("ROADCASE_JAVA", Tree.java()),
              List.of("bash", "-euo", "pipefail", "-c", check));

      assertEquals(List.of("fits", "fits no more", "nor here"), said.out().lines().toList());
    }
  }

  /** The list of options is split at spaces. */
  private static String plain(Tree tree, Path file) throws Exception {
    Path plain = tree.root().resolveSibling("other-" + ProcessHandle.current().pid() + ".aot");
    Files.deleteIfExists(plain);
    return Files.move(file, plain).toString();
  }

  private static Path config(Tree tree) throws Exception {
    return Files.writeString(
        tree.root().resolve("roadcase.toml"), "identity = \"kit\"\ndata_dir = \"data\"\n");
  }

  private static long trainings(Tree tree) throws Exception {
    return tree.starts().stream().filter(line -> line.contains(TRAINING + " ")).count();
  }
}
