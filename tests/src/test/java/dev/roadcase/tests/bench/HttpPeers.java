package dev.roadcase.tests.bench;

import static dev.roadcase.tests.bench.Workbench.median;
import static dev.roadcase.tests.bench.Workbench.say;

import dev.roadcase.tests.bench.HttpGenerator.Load;
import dev.roadcase.tests.bench.Report.Better;
import dev.roadcase.tests.bench.Report.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What visitors' phones ask for most, from the box's plain door and from nginx, which serves the
 * same bytes as files. In each round the cases come in another order, and so do the two servers.
 */
final class HttpPeers {
  private static final String PEER = "nginx";
  private static final String CATALOGUE = "/catalogue/items?limit=200";
  private static final double THROUGHPUT = 0.9;
  private static final double CPU = 1.3;

  /** Which figures have an aim: the CPU of a large file is its copying, which a JVM does twice. */
  private enum Case {
    CATALOGUE_JSON(true),
    CATALOGUE_JSON_GZIP(true),
    ASSET_4K(true),
    ASSET_100K(false);

    private final boolean cpuAimed;

    Case(boolean cpuAimed) {
      this.cpuAimed = cpuAimed;
    }

    boolean gzip() {
      return this == CATALOGUE_JSON_GZIP;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Seconds; how often. */
  record Plan(int rounds, int warmUp, int window) {}

  /** One window. */
  private record Figure(double perSecond, double cpuMicros) {}

  private interface Cpu {
    double millis() throws IOException;
  }

  private final Plan plan;
  private final Stall stall;
  private final Path work;
  private final HttpGenerator generator;
  private final Map<Case, List<Figure>> box = new EnumMap<>(Case.class);
  private final Map<Case, List<Figure>> nginx = new EnumMap<>(Case.class);

  HttpPeers(Plan plan, Stall stall, Path work, ChildJvm java)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.stall = stall;
    this.work = work;
    this.generator = HttpGenerator.choose(java);
    for (Case one : Case.values()) {
      box.put(one, new ArrayList<>());
      nginx.put(one, new ArrayList<>());
    }
  }

  void run(Report report) throws IOException, InterruptedException {
    Optional<String> program = Nginx.program();
    if (program.isEmpty()) {
      report.remark(
          "HTTP beside nginx was left out: nginx is not here and could not be installed.");
      return;
    }
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
    Path files = Files.createDirectories(work.resolve("nginx/files"));
    try (BenchBox ours = BenchBox.start(stall, work.resolve("http"), BenchBox.SHIPPED)) {
      Map<Case, Integer> sizes = takeFiles(ours, files);
      try (Nginx theirs = Nginx.start(program.get(), work.resolve("nginx"), loops)) {
        rounds(ours, theirs);
      }
      rows(report);
      report.remark(
          "HTTP: %s, %d connections, %d rounds of %d s a case and server after %d s a case of"
                  .formatted(
                      generator.name(),
                      HttpGenerator.CONNECTIONS,
                      plan.rounds,
                      plan.window,
                      plan.warmUp)
              + " warm-up, in shuffled order; nginx with %d workers, sendfile, open_file_cache, gzip_static and no"
                  .formatted(loops)
              + " access log, the box with as many event loops. Octets: "
              + sizes
              + ".");
    }
  }

  /** What the box serves is what nginx gets to serve. */
  private Map<Case, Integer> takeFiles(BenchBox ours, Path files)
      throws IOException, InterruptedException {
    Map<Case, Integer> sizes = new EnumMap<>(Case.class);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Case one : Case.values()) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ours.visitorsPort() + pathOfOurs(one)));
        if (one.gzip()) {
          request.header("Accept-Encoding", "gzip");
        }
        HttpResponse<byte[]> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IOException(pathOfOurs(one) + " answered " + answer.statusCode());
        }
        String name = pathOfNginx(one).substring(1) + (one.gzip() ? ".gz" : "");
        Files.write(files.resolve(name), answer.body());
        sizes.put(one, answer.body().length);
      }
    }
    return sizes;
  }

  private void rounds(BenchBox ours, Nginx theirs) throws IOException, InterruptedException {
    for (Case one : Case.values()) {
      generator.run(ours.visitorsPort(), pathOfOurs(one), one.gzip(), plan.warmUp);
      generator.run(theirs.port(), pathOfNginx(one), one.gzip(), 1);
    }
    Random order = new Random(plan.rounds);
    for (int round = 1; round <= plan.rounds; round++) {
      List<Case> cases = new ArrayList<>(List.of(Case.values()));
      Collections.shuffle(cases, order);
      for (Case one : cases) {
        boolean oursFirst = order.nextBoolean();
        for (boolean our : new boolean[] {oursFirst, !oursFirst}) {
          Figure figure =
              our
                  ? window(
                      ours.visitorsPort(), pathOfOurs(one), one, () -> ours.reading().cpuMillis())
                  : window(theirs.port(), pathOfNginx(one), one, theirs::cpuMillis);
          (our ? box : nginx).get(one).add(figure);
          say(
              "http round %d, %s, %s: %,.0f/s, %.1f µs CPU",
              round, one.word(), our ? "box" : PEER, figure.perSecond, figure.cpuMicros);
        }
      }
    }
  }

  private Figure window(int port, String path, Case one, Cpu cpu)
      throws IOException, InterruptedException {
    double before = cpu.millis();
    Load load = generator.run(port, path, one.gzip(), plan.window);
    return new Figure(load.perSecond(), (cpu.millis() - before) * 1000 / load.requests());
  }

  private void rows(Report report) {
    for (Case one : Case.values()) {
      report.againstAimed(
          one.word() + "_rps",
          "1/s",
          median(box.get(one), Figure::perSecond),
          Better.HIGHER,
          new Peer(PEER, median(nginx.get(one), Figure::perSecond)),
          THROUGHPUT);
      double cpu = median(box.get(one), Figure::cpuMicros);
      Peer peer = new Peer(PEER, median(nginx.get(one), Figure::cpuMicros));
      String what = one.word() + "_cpu_us_per_request";
      if (one.cpuAimed) {
        report.againstAimed(what, "µs", cpu, Better.LOWER, peer, CPU);
      } else {
        report.against(what, "µs", cpu, Better.LOWER, peer);
      }
    }
  }

  private String pathOfOurs(Case one) {
    return switch (one) {
      case CATALOGUE_JSON, CATALOGUE_JSON_GZIP -> CATALOGUE;
      case ASSET_4K -> "/assets/" + stall.picture(4 << 10);
      case ASSET_100K -> "/assets/" + stall.picture(100 << 10);
    };
  }

  private static String pathOfNginx(Case one) {
    return switch (one) {
      case CATALOGUE_JSON, CATALOGUE_JSON_GZIP -> "/catalogue.json";
      case ASSET_4K -> "/4k.jpg";
      case ASSET_100K -> "/100k.jpg";
    };
  }
}
