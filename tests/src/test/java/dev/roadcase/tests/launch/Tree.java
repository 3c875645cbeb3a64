package dev.roadcase.tests.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A checkout that was built and has no sources: all of it linked, none of it copied. */
final class Tree implements AutoCloseable {
  private static final List<String> SCRIPTS = List.of("roadcase", "dev", "pom.xml");
  private static final List<String> MODULES = List.of("appliance/app", "provisioning", "console");

  /** What a program said, and what it ended with. */
  record Said(int exit, String out, String err) {}

  private final Path root;

  private Tree(Path root) {
    this.root = root;
  }

  /** A new tree, on the disk of the repository and so without copying, in a folder of this name. */
  static Tree named(String name) throws IOException {
    Path repository = repository();
    Path root = repository.resolve("tests/target/launch").resolve(name);
    remove(root);
    Files.createDirectories(root.resolve("target"));
    Tree tree = new Tree(root.toRealPath());
    for (String script : SCRIPTS) {
      Files.copy(repository.resolve(script), root.resolve(script));
    }
    root.resolve("roadcase").toFile().setExecutable(true);
    tree.link(repository.resolve("build"), root.resolve("build"));
    tree.link(repository.resolve("target/lib"), root.resolve("target/lib"));
    for (String module : MODULES) {
      Path target = Files.createDirectories(root.resolve(module).resolve("target"));
      try (Stream<Path> built = Files.list(repository.resolve(module).resolve("target"))) {
        for (Path file : built.toList()) {
          String part = file.getFileName().toString();
          if (part.equals("classpath") || part.matches("roadcase-[a-z]+-.*\\.jar")) {
            Files.createLink(target.resolve(part), file);
          }
        }
      }
    }
    Path stamp = Files.createFile(root.resolve("target/roadcase.built"));
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(3600)));
    return tree;
  }

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("roadcase"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  static String java() {
    return ProcessHandle.current().info().command().orElseThrow();
  }

  Path root() {
    return root;
  }

  /** By {@code mv}. */
  Tree moved(String name) throws IOException {
    Path to = root.resolveSibling(name);
    remove(to);
    return new Tree(Files.move(root, to));
  }

  /**
   * A java that notes what it is asked, fails for words of {@code fails}, and else is a real one.
   */
  Path java(String fails) throws IOException {
    Path java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        printf '%%s\\n' "$*" >>"%s"
        case "$* " in
          *" %s "*) echo "this java fails at it" >&2; exit 1 ;;
        esac
        exec "%s" "$@"
        """
            .formatted(asked(), fails.isEmpty() ? "nothing" : fails, java()));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return java;
  }

  /** What the noting java was asked so far, a line a start. */
  List<String> starts() throws IOException {
    return Files.exists(asked()) ? Files.readAllLines(asked()) : List.of();
  }

  private Path asked() {
    return root.resolve("asked.txt");
  }

  Said roadcase(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("roadcase").toString()));
    command.addAll(List.of(words));
    return run(root.getParent(), environment, command);
  }

  /** Runs a command in an environment that has nothing but this and a path. */
  static Said run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("said", ".out");
    Path err = Files.createTempFile("said", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
      builder.environment().put("HOME", folder.toString());
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      return new Said(
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private void link(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createLink(to.resolve(file.getFileName().toString()), file);
      }
    }
  }

  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(root);
  }
}
