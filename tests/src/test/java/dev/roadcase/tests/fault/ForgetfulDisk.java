package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A data folder whose power can be cut. Beside it lies a mirror with what was flushed, kept by
 * {@code powercut.c}, which is preloaded into the box; its head says what the model is.
 */
final class ForgetfulDisk {
  /** What a cut leaves of what was written and never flushed. */
  enum Cut {
    /** Nothing. */
    FORGETS,
    /** Any sectors of it: the disk had begun to write them, in an order of its own. */
    TEARS
  }

  /** When a name that was removed or changed is so on the disk. */
  enum Names {
    LATE,
    EARLY
  }

  private static final int SECTOR = 512;

  /** What a file is called until it is whole: its name, and this. */
  private static final String UNFINISHED = ".part";

  /** As {@code powercut.c} has it. */
  private static final String UNFLUSHED = ".unflushed";

  private final Path shim;
  private final Path base;
  private final Path data;
  private final Path mirror;
  private final Path lost;
  private final Path control;
  private final Path log;

  private ForgetfulDisk(Path shim, Path base) throws IOException {
    this.shim = shim;
    this.base = base;
    data = Files.createDirectories(base.resolve("data"));
    mirror = Files.createDirectories(base.resolve("mirror"));
    lost = Files.createDirectories(base.resolve("lost"));
    control = base.resolve("control");
    log = base.resolve("powercut.log");
  }

  /** An empty disk in {@code folder}. */
  static ForgetfulDisk in(Path folder) throws IOException, InterruptedException {
    return new ForgetfulDisk(Shim.built(), folder);
  }

  Path data() {
    return data;
  }

  /** What a box on this disk is started with. */
  Map<String, String> environment(Names names) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", shim.toString());
    environment.put("POWERCUT_FOLDER", data.toString());
    environment.put("POWERCUT_MIRROR", mirror.toString());
    environment.put("POWERCUT_LOST", lost.toString());
    environment.put("POWERCUT_CONTROL", control.toString());
    environment.put("POWERCUT_LOG", log.toString());
    environment.put("POWERCUT_NAMES", names.name().toLowerCase());
    return environment;
  }

  /** As {@link #environment}, and each write to the WAL takes so many microseconds longer. */
  Map<String, String> slow(int micros) {
    Map<String, String> environment = environment(Names.LATE);
    environment.put("POWERCUT_SLOW_WAL_US", Integer.toString(micros));
    return environment;
  }

  /** From now on the disk does this; {@code powercut.c} lists the words. */
  void tell(String fault) throws IOException {
    Path fresh = base.resolve("control.new");
    Files.writeString(fresh, fault + "\n");
    Files.move(fresh, control, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** From here on there is room for so many bytes more, and the file system says so. */
  void leave(long bytes) throws IOException {
    long used = 0;
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        used += Files.size(file);
      }
    }
    tell("room " + (used + bytes));
  }

  /** The disk is well again. */
  void heal() throws IOException {
    Files.deleteIfExists(control);
  }

  /** What the disk was asked for, a line each. */
  List<String> log() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  void forgetLog() throws IOException {
    Files.deleteIfExists(log);
  }

  /**
   * The power goes. The box is dead already; what its page cache held and the disk did not is gone.
   */
  void cut(Cut cut, Random chance) throws IOException {
    heal();
    double arrives = cut == Cut.TEARS ? List.of(0.05, 0.5, 0.95).get(chance.nextInt(3)) : 0;
    dropFolders(arrives, chance);
    if (cut == Cut.TEARS) {
      tear(arrives, chance);
    }
    Workshop.remove(data);
    Workshop.copy(mirror, data);
    Workshop.remove(lost);
    Files.createDirectories(lost);
  }

  /** Folders whose names were never flushed go, with all that was flushed in them. */
  private void dropFolders(double arrives, Random chance) throws IOException {
    for (Path marker : under(mirror)) {
      if (marker.getFileName().toString().equals(UNFLUSHED)) {
        Files.deleteIfExists(marker);
        if (chance.nextDouble() >= arrives) {
          Workshop.remove(marker.getParent());
        }
      }
    }
  }

  /** Lets some of what was never flushed reach the mirror, sector by sector. */
  private void tear(double arrives, Random chance) throws IOException {
    TreeSet<Path> names = new TreeSet<>();
    for (Path folder : List.of(data, mirror)) {
      under(folder).forEach(file -> names.add(folder.relativize(file)));
    }
    for (Path name : names) {
      Path written = data.resolve(name);
      Path flushed = mirror.resolve(name);
      if (name.toString().endsWith("-shm") || !Files.isDirectory(flushed.getParent())) {
        continue; // made anew from the WAL; in a folder that has gone
      }
      Path renamed = mirror.resolve(name + UNFINISHED);
      if (Files.exists(renamed) && !Files.exists(data.resolve(name + UNFINISHED))) {
        // Another file has this name by now, flushed under its old one: all of it, or none.
        if (chance.nextDouble() < arrives) {
          Files.move(renamed, flushed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        continue;
      }
      if (!Files.exists(written) && !Files.exists(flushed)) {
        continue; // it has another name since
      }
      if (!Files.exists(written)) {
        if (chance.nextDouble() < arrives) {
          Files.delete(flushed);
        }
      } else if (Files.exists(flushed) || chance.nextDouble() < arrives) {
        tear(written, flushed, arrives, chance);
      }
    }
  }

  /** The files of a folder and of all folders in it, in one order. */
  private static List<Path> under(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static void tear(Path written, Path flushed, double arrives, Random chance)
      throws IOException {
    byte[] from = Files.readAllBytes(written);
    byte[] there = Files.exists(flushed) ? Files.readAllBytes(flushed) : new byte[0];
    try (FileChannel to =
        FileChannel.open(flushed, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int at = 0; at < from.length; at += SECTOR) {
        int end = Math.min(at + SECTOR, from.length);
        boolean same =
            end <= there.length && java.util.Arrays.equals(from, at, end, there, at, end);
        if (!same && chance.nextDouble() < arrives) {
          to.write(ByteBuffer.wrap(from, at, end - at), at);
        }
      }
      if (from.length < there.length && chance.nextDouble() < arrives) {
        to.truncate(from.length);
      }
    }
  }

  /** The preloaded library, compiled once from our own source. */
  static final class Shim {
    private static final long PATIENCE_SECONDS = 60;
    private static String whyNot = "";
    private static Path library;

    private Shim() {}

    /** Why there can be no power cuts here; empty when there can. */
    static synchronized String whyNot() throws IOException, InterruptedException {
      if (library == null && whyNot.isEmpty()) {
        whyNot = build();
      }
      return whyNot;
    }

    static Path built() throws IOException, InterruptedException {
      if (!whyNot().isEmpty()) {
        throw new IOException(whyNot());
      }
      return library;
    }

    private static String build() throws IOException, InterruptedException {
      if (!System.getProperty("os.name").equals("Linux")) {
        return "power cuts need Linux: the library is preloaded by its linker";
      }
      if (run("sh", "-c", "command -v gcc") != 0) {
        return "power cuts need gcc and found none. To install it, type:"
            + " apt-get install gcc libc6-dev";
      }
      Path repository = Workshop.repository();
      Path target = Files.createDirectories(repository.resolve("tests/target/fault"));
      Path made = target.resolve("powercut." + ProcessHandle.current().pid() + ".so");
      int exit =
          run(
              "gcc",
              "-shared",
              "-fPIC",
              "-O2",
              "-Wall",
              "-Wextra",
              "-Werror",
              "-o",
              made.toString(),
              repository.resolve("tests/src/test/c/powercut.c").toString(),
              "-ldl",
              "-lpthread");
      if (exit != 0) {
        throw new IOException("powercut.c was not compiled: " + said);
      }
      // Under its own name at last: two test runs may compile at once.
      library = target.resolve("powercut.so");
      Files.move(made, library, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      return "";
    }

    private static String said = "";

    private static int run(String... command) throws IOException, InterruptedException {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return 1;
      }
      return process.exitValue();
    }
  }
}
