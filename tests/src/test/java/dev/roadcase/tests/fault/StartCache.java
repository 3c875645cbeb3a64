package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a box needs to start in half the time: the JDK's ahead-of-time cache, trained by one run of
 * the box as it is built now. Only a convenience: a box starts without it too.
 */
final class StartCache {
  private static List<String> options;

  private StartCache() {}

  /** Options for the JVM of a box. */
  static synchronized List<String> options() throws IOException, InterruptedException {
    if (options == null) {
      Path cache =
          Workshop.repository().resolve("tests/target/fault/box-" + fingerprint() + ".aot");
      if (!Files.exists(cache)) {
        train(cache);
      }
      options = Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }
    return options;
  }

  private static void train(Path cache) throws IOException, InterruptedException {
    Path folder = Workshop.fresh("training-" + ProcessHandle.current().pid());
    Path fresh = folder.resolve("box.aot");
    Site site = new Site(folder);
    Path data = Files.createDirectories(folder.resolve("data"));
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    try (BoxProcess box =
            BoxProcess.launch(
                    config, Map.of(), Optional.empty(), List.of("-XX:AOTCacheOutput=" + fresh))
                .open();
        Crowd crowd = new Crowd(site, 2, 1)) {
      crowd.pair(box, data);
      try (Crowd.Selling selling = crowd.sell(box)) {
        Thread.sleep(300);
      }
      box.stop();
    }
    if (Files.exists(fresh)) {
      Files.move(fresh, cache, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
    Workshop.remove(folder);
  }

  /** The cache is good for these very files. */
  private static String fingerprint() throws IOException {
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"));
    for (String entry : Workshop.boxClassPath()) {
      text.append(entry).append(Files.getLastModifiedTime(Path.of(entry)).toMillis());
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes());
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
