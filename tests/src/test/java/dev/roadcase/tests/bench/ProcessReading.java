package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process at one moment (proc(5)).
 *
 * @param cpuMillis user and system time since its start, to 10 ms
 * @param written bytes that it caused to be sent to the disk
 * @param rss resident bytes
 */
record ProcessReading(long cpuMillis, long written, long rss) {
  private static final long TICK_MILLIS = 10;
  private static final long PAGE = 4096;

  static ProcessReading of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    // The name in brackets may hold spaces; field 3 comes after it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    long written =
        Files.readAllLines(proc.resolve("io")).stream()
            .filter(line -> line.startsWith("write_bytes:"))
            .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
            .sum();
    return new ProcessReading(ticks * TICK_MILLIS, written, Long.parseLong(fields[21]) * PAGE);
  }
}
