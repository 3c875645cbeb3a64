package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Linux says of a process at one moment (proc(5)).
 *
 * @param cpuMillis user and system time since its start, to 10 ms
 * @param written bytes that it caused to be sent to the disk
 * @param rss resident bytes
 * @param compilers CPU of the JVM's compiler threads in milliseconds, each thread by its id: an
 *     idle one is ended, and takes its count along
 */
record ProcessReading(long cpuMillis, long written, long rss, Map<String, Long> compilers) {
  private static final long TICK_MILLIS = 10;
  private static final long PAGE = 4096;

  static ProcessReading of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = fields(stat);
    long written =
        Files.readAllLines(proc.resolve("io")).stream()
            .filter(line -> line.startsWith("write_bytes:"))
            .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
            .sum();
    return new ProcessReading(
        millis(fields), written, Long.parseLong(fields[21]) * PAGE, compilers(proc));
  }

  /** The part of the CPU since {@code before} that went to the JVM's compilers, 0 to 1. */
  double compilersPart(ProcessReading before) {
    long compiling = 0;
    for (Map.Entry<String, Long> thread : compilers.entrySet()) {
      compiling += thread.getValue() - before.compilers.getOrDefault(thread.getKey(), 0L);
    }
    return compiling / (double) Math.max(1, cpuMillis - before.cpuMillis);
  }

  private static Map<String, Long> compilers(Path proc) throws IOException {
    Map<String, Long> millis = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("task"))) {
      for (Path thread : threads) {
        String stat;
        try {
          stat = Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
          // It ended just now.
          continue;
        }
        // Linux keeps 15 characters of "C2 CompilerThread0".
        if (stat.contains(" CompilerThre")) {
          millis.put(thread.getFileName().toString(), millis(fields(stat)));
        }
      }
    }
    return millis;
  }

  /** From field 3 on: the name in brackets before it may hold spaces. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static long millis(String[] fields) {
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
  }
}
