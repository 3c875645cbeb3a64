package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.remove;

import dev.roadcase.tests.bench.Lifetime.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the JVM's flags do to a box: one life of a box for each set, in a table. This is how the
 * shipped set was chosen; it is no report.
 */
final class FlagsBench {
  /** Beside what ships: one thing changed at a time. Words without a dash are variables. */
  static final List<String> SETS =
      List.of(
          "",
          "-XX:AOTMode=off",
          "-XX:-AOTReplayTraining",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-Xmx96m",
          "-Xmx160m",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:TrimNativeHeapInterval=0",
          "-XX:TrimNativeHeapInterval=60000",
          "MALLOC_ARENA_MAX=1",
          "MALLOC_ARENA_MAX=8",
          "-Xss256k",
          "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0",
          "-XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30",
          "-XX:NewSize=8m -XX:MaxNewSize=16m",
          "-Dio.netty.allocator.type=pooled -Dio.netty.allocator.maxOrder=3",
          "-Dio.netty.allocator.type=unpooled",
          "-XX:CICompilerCount=2");

  private final Lifetime lifetime;

  FlagsBench(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  /** Runs each set, and prints a line as soon as it is known. */
  void run(List<String> sets, Path out) throws IOException, InterruptedException {
    remove(out);
    List<String> page = new ArrayList<>();
    page.add(
        "| beside what ships | start ms | start CPU-ms | idle MiB | CPU-ms a sale | after sales MiB"
            + " | after HTTP MiB |");
    page.add("|---|---|---|---|---|---|---|");
    page.forEach(System.out::println);
    for (String set : sets) {
      String row = row(set);
      System.out.println(row);
      page.add(row);
    }
    Files.write(out, page);
  }

  private String row(String set) throws InterruptedException {
    try {
      Life life = lifetime.live(start(set));
      return "| `%s` | %.0f | %.0f | %.0f | %.3f | %.0f | %.0f |"
          .formatted(
              set.isEmpty() ? "as shipped" : set,
              life.start().wallMillis(),
              life.start().cpuMillis(),
              life.idle(),
              life.saleCpu(),
              life.afterSales(),
              life.afterHttp());
    } catch (IOException e) {
      // A set with which a box does not even start is a finding too.
      return "| `%s` | %s | | | | | |"
          .formatted(set, String.valueOf(e.getMessage()).lines().findFirst().orElse("?"));
    }
  }

  private static BenchBox.Start start(String set) {
    Map<String, String> environment = new HashMap<>();
    List<String> options = new ArrayList<>();
    for (String word : set.split(" +", -1)) {
      if (word.startsWith("-")) {
        options.add(word);
      } else if (!word.isEmpty()) {
        environment.put(
            word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      }
    }
    return BenchBox.SHIPPED.jvmOptions(String.join(" ", options)).environment(environment);
  }
}
