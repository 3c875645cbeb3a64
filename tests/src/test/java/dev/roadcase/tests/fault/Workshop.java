package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where things are: the repository, what is built in it, and room for the tests' own folders. */
final class Workshop {
  private Workshop() {}

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("roadcase"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** A new, empty folder of this name among what is built, without links in its path. */
  static Path fresh(String name) throws IOException {
    Path folder = repository().resolve("tests/target/fault").resolve(name);
    remove(folder);
    return Files.createDirectories(folder).toRealPath();
  }

  /** What the script {@code roadcase} starts a box with: the module's jar, and its class path. */
  static List<String> boxClassPath() throws IOException {
    return classPath("appliance/app", "app");
  }

  /** The same of an upstream. */
  static List<String> upstreamClassPath() throws IOException {
    return classPath("console", "console");
  }

  private static List<String> classPath(String folder, String module) throws IOException {
    Path target = repository().resolve(folder).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file -> file.getFileName().toString().matches("roadcase-" + module + "-.*\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IOException(module + " is not built. ./dev setup builds it"));
      String others = Files.readString(target.resolve("classpath")).strip();
      return Stream.concat(
              Stream.of(jar.toString()),
              Stream.of(others.split(":")).map(entry -> repository().resolve(entry).toString()))
          .toList();
    }
  }

  /**
   * The beginning of a command line, up to the class path; a main class and its words follow.
   *
   * @param inFront classes that are looked for first
   * @param temporary SQLite's library is unpacked there, and stays when the process is killed
   */
  static List<String> java(
      List<String> options, Optional<String> inFront, List<String> classPath, Path temporary)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(temporary));
    command.add("-cp");
    command.add(
        Stream.concat(inFront.stream(), classPath.stream()).collect(Collectors.joining(":")));
    return command;
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Copies a folder: its files, and the folders in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path there = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(there);
        } else if (Files.isRegularFile(each)) {
          Files.copy(each, there);
        }
      }
    }
  }
}
