package dev.roadcase.provisioning.checker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The checker as a process: {@code FOLDER UPSTREAM_DB BOX_URL REPORT}. Writes the report; exit 0
 * when no promise was broken, 1 when one was.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    Evidence evidence = Evidence.read(Path.of(args[0]), Path.of(args[1]));
    Check check = new Check(evidence, readable(evidence, URI.create(args[2])));
    ObjectNode report = report(evidence, check);
    Files.writeString(
        Path.of(args[3]),
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report)
            + "\n");
    boolean whole =
        check.lost() == 0
            && check.duplicated() == 0
            && evidence.upstreamSales().size() == evidence.shown().size()
            && check.verdicts().stream().noneMatch(v -> v.outcome() == Verdict.Outcome.BROKEN);
    System.exit(whole ? 0 : 1);
  }

  /** Which of the receipts shown the box answers for, with the total that was shown. */
  private static Set<String> readable(Evidence evidence, URI box)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    Set<String> found = new HashSet<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (Evidence.Shown shown : evidence.shown()) {
        HttpRequest request =
            HttpRequest.newBuilder(box.resolve("/receipts/" + shown.receipt()))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200
            && json.readTree(answer.body()).path("total").asLong() == shown.total()) {
          found.add(shown.receipt());
        }
      }
    }
    return found;
  }

  private static ObjectNode report(Evidence evidence, Check check) {
    ObjectNode report = new ObjectMapper().createObjectNode();
    report
        .putObject("shown")
        .put("sales", evidence.shown().size())
        .put("refunds", evidence.refunds().size())
        .put("readings", evidence.readings())
        .put("refusals", evidence.refused().size())
        .put("retries", evidence.again().size())
        .put("unanswered", evidence.noAnswers());
    report
        .putObject("upstream")
        .put("sales", evidence.upstreamSales().size())
        .put("refunds", evidence.upstreamRefunds().size());
    report.put("lost", check.lost());
    report.put("duplicated", check.duplicated());
    report.put("wireDuplicates", evidence.wireDuplicates());
    ObjectNode perClass = report.putObject("perClass");
    Map<String, Long> counts =
        evidence.arrivals().stream()
            .collect(
                Collectors.groupingBy(
                    Evidence.Arrival::deltaClass, TreeMap::new, Collectors.counting()));
    counts.forEach(perClass::put);
    report.put("firstP0AfterLinkUpMs", check.firstMoneyAfterLinkUp());
    latency(report.putObject("saleLatencyMs"), evidence.shown());
    ArrayNode promises = report.putArray("promises");
    for (Verdict verdict : check.verdicts()) {
      promises
          .addObject()
          .put("id", verdict.id())
          .put("verdict", verdict.outcome().words())
          .put("how", verdict.how());
    }
    return report;
  }

  private static void latency(ObjectNode node, List<Evidence.Shown> shown) {
    long[] micros = shown.stream().mapToLong(Evidence.Shown::micros).sorted().toArray();
    for (int percentile : new int[] {50, 95, 99}) {
      double millis =
          micros.length == 0
              ? 0
              : micros[Math.min(micros.length - 1, micros.length * percentile / 100)] / 1000.0;
      node.put("p" + percentile, Math.round(millis * 10) / 10.0);
    }
  }
}
