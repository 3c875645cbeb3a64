package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a box or an upstream needs to start in half the time: the JDK's ahead-of-time cache, trained
 * by one run of it as it is built now. Only a convenience: both start without it too.
 */
final class StartCache {
  private static List<String> options;
  private static List<String> upstreamOptions;

  private StartCache() {}

  /** Options for the JVM of a box. */
  static synchronized List<String> options() throws IOException, InterruptedException {
    if (options == null) {
      options = options("box", Workshop.boxClassPath(), StartCache::trainBox);
    }
    return options;
  }

  /** Options for the JVM of an upstream. */
  static synchronized List<String> upstreamOptions() throws IOException, InterruptedException {
    if (upstreamOptions == null) {
      upstreamOptions =
          options("upstream", Workshop.upstreamClassPath(), StartCache::trainUpstream);
    }
    return upstreamOptions;
  }

  /** One run that leaves a cache in a file. */
  private interface Training {
    void run(Site site, Path fresh) throws IOException, InterruptedException;
  }

  private static List<String> options(String name, List<String> classPath, Training training)
      throws IOException, InterruptedException {
    Path cache =
        Workshop.repository()
            .resolve("tests/target/fault/" + name + "-" + fingerprint(classPath) + ".aot");
    if (!Files.exists(cache)) {
      Path folder = Workshop.fresh("training-" + name + "-" + ProcessHandle.current().pid());
      Path fresh = folder.resolve(name + ".aot");
      training.run(new Site(folder), fresh);
      if (Files.exists(fresh)) {
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
      }
      Workshop.remove(folder);
    }
    return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  private static void trainUpstream(Site site, Path fresh)
      throws IOException, InterruptedException {
    Path data = site.folder.resolve("up");
    try (UpstreamProcess upstream =
        new UpstreamProcess(
            site.fleet.folder(), data, Optional.empty(), List.of("-XX:AOTCacheOutput=" + fresh))) {
      upstream.stopTrained();
    }
  }

  private static void trainBox(Site site, Path fresh) throws IOException, InterruptedException {
    Path folder = site.folder;
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
  }

  /** The cache is good for these very files. */
  private static String fingerprint(List<String> classPath) throws IOException {
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"));
    for (String entry : classPath) {
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
