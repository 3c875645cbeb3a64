package dev.roadcase.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repository is in order. Each complaint is a line that says which file, and what. */
class TidyTest {
  private static final long LARGEST_FILE = 1 << 20;

  /** Built and local things: what .gitignore names, and git itself. */
  private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");

  /**
   * Absolute paths of somebody's machine. Written apart, so that this file does not complain of
   * itself.
   */
  private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.~}-])/(?:work|root)" + "/");

  private static final Pattern PROPERTY = annotation("Property");
  private static final Pattern TEST = annotation("(?:Test|ParameterizedTest|RepeatedTest)");

  private static final Pattern PARAGRAPH = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final int SHORTEST_PARAGRAPH = 40;

  @Test
  void theRepositoryIsTidy() throws IOException {
    Path root = repository();
    List<Path> files = files(root);
    assertTrue(files.contains(root.resolve("pom.xml")), "nothing was looked at in " + root);
    assertEquals("", String.join("\n", complaints(root)));
  }

  @Test
  void aLargeFileIsNoticed(@TempDir Path root) throws IOException {
    Files.write(root.resolve("film.bin"), new byte[(int) LARGEST_FILE + 1]);
    assertNoticed(root, "film.bin: 1048577 bytes");
  }

  @Test
  void aMachinePathIsNoticed(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("start"), "cd /" + "work/main\n");
    Files.writeString(root.resolve("stop"), "rm \"/" + "root/x\"\n");
    Files.writeString(root.resolve("fine"), "cd $HOME/" + "work/main; ls ./" + "root/x\n");
    assertNoticed(root, "start: names a path", "stop: names a path");
  }

  @Test
  void aPackageWithoutItsParagraphIsNoticed(@TempDir Path root) throws IOException {
    Path sources = root.resolve("m/src/main/java");
    Path bare = Files.createDirectories(sources.resolve("bare"));
    Files.writeString(bare.resolve("Thing.java"), "package bare;\n");
    Path curt = Files.createDirectories(sources.resolve("curt"));
    Files.writeString(curt.resolve("package-info.java"), "/** Curt. */ @NullMarked package curt;");
    Path unmarked = Files.createDirectories(sources.resolve("unmarked"));
    Files.writeString(
        unmarked.resolve("package-info.java"),
        "/** A paragraph that says what it promises and what it leaves. */ package unmarked;");
    assertNoticed(
        root,
        "m/src/main/java/bare: no package-info.java",
        "m/src/main/java/curt: its package-info.java says next to nothing",
        "m/src/main/java/unmarked: its package-info.java is not @NullMarked");
  }

  @Test
  void aPageWithTwoTitlesOrNoneIsNoticed(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("two.md"), "# One\n\n# Two\n");
    Files.writeString(root.resolve("none.md"), "## Only a section\n");
    Files.writeString(root.resolve("fine.md"), "# Title\n\n```sh\n# a comment, not a title\n```\n");
    assertNoticed(root, "none.md: 0 titles", "two.md: 2 titles");
  }

  @Test
  void aClassForTwoTestEnginesIsNoticed(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("Both.java"), "class Both {\n  @Property\n  @Test\n");
    Files.writeString(root.resolve("One.java"), "class One {\n  @Property\n  @Example\n");
    assertNoticed(root, "Both.java: two engines");
  }

  private static void assertNoticed(Path root, String... expected) throws IOException {
    List<String> complaints = complaints(root);
    for (String one : expected) {
      assertTrue(complaints.stream().anyMatch(c -> c.startsWith(one)), one + " in " + complaints);
    }
    assertEquals(expected.length, complaints.size(), complaints.toString());
  }

  private static List<String> complaints(Path root) throws IOException {
    List<String> complaints = new ArrayList<>();
    Set<Path> packages = new TreeSet<>();
    for (Path file : files(root)) {
      String name = root.relativize(file).toString();
      long size = Files.size(file);
      if (size > LARGEST_FILE) {
        complaints.add(name + ": " + size + " bytes, more than a repository should carry");
        continue;
      }
      // Every byte is a character of Latin-1, so that a picture can be read like a text.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (MACHINE_PATH.matcher(text).find()) {
        complaints.add(name + ": names a path of somebody's machine");
      }
      if (name.endsWith(".md") && titles(text) != 1) {
        complaints.add(name + ": " + titles(text) + " titles, where one page has one");
      }
      if (name.endsWith(".java") && PROPERTY.matcher(text).find() && TEST.matcher(text).find()) {
        complaints.add(
            name
                + ": two engines run it, and the report of one overwrites the other's;"
                + " beside @Property, jqwik's word for @Test is @Example");
      }
      if (name.endsWith(".java") && name.contains("src/main/java/")) {
        packages.add(file.getParent());
      }
    }
    for (Path folder : packages) {
      packageComplaint(folder).forEach(c -> complaints.add(root.relativize(folder) + ": " + c));
    }
    return complaints;
  }

  private static Stream<String> packageComplaint(Path folder) throws IOException {
    Path info = folder.resolve("package-info.java");
    if (!Files.exists(info)) {
      return Stream.of("no package-info.java, so nobody says what it promises");
    }
    String text = Files.readString(info);
    var paragraph = PARAGRAPH.matcher(text);
    if (!paragraph.find() || paragraph.group(1).strip().length() < SHORTEST_PARAGRAPH) {
      return Stream.of("its package-info.java says next to nothing");
    }
    return text.contains("@NullMarked")
        ? Stream.of()
        : Stream.of("its package-info.java is not @NullMarked, so NullAway looks away");
  }

  /** First-level headings outside of fenced code. */
  private static int titles(String markdown) {
    boolean fenced = false;
    int titles = 0;
    for (String line : markdown.lines().toList()) {
      if (line.stripLeading().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced && line.startsWith("# ")) {
        titles++;
      }
    }
    assertFalse(fenced, "a fence is never closed");
    return titles;
  }

  private static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** An annotation at the start of its line, so that a word in a string is not one. */
  private static Pattern annotation(String name) {
    return Pattern.compile("^ *@" + name + "\\b", Pattern.MULTILINE);
  }

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("roadcase"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
