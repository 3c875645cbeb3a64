package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The SD-card profile: {@code slowdisk.c}, compiled and preloaded into a box. */
final class SlowDisk {
  /** Of each flush, microseconds. */
  private static final int FLUSH = 20_000;

  /** Of one flush in a hundred: the card tidies up. */
  private static final int HICCUP = 300_000;

  private static final int HICCUP_EVERY = 100;

  private SlowDisk() {}

  /** What a box on such a disk is started with; empty where nothing can be compiled. */
  static Optional<Map<String, String>> environment(Path folder)
      throws IOException, InterruptedException {
    Optional<String> compiler = Tools.find("cc", "gcc libc6-dev");
    if (compiler.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    Path library = Files.createDirectories(folder).resolve("slowdisk.so").toAbsolutePath();
    Path source = Path.of("tests/src/test/c/slowdisk.c").toAbsolutePath();
    Optional<String> made =
        Tools.run(
            compiler.get(),
            "-shared",
            "-fPIC",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            library.toString(),
            source.toString(),
            "-ldl");
    if (made.isEmpty()) {
      throw new IOException("slowdisk.c was not compiled");
    }
    return Optional.of(
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "SLOWDISK_US",
            Integer.toString(FLUSH),
            "SLOWDISK_RARE_US",
            Integer.toString(HICCUP),
            "SLOWDISK_RARE_EVERY",
            Integer.toString(HICCUP_EVERY)));
  }
}
