package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Holds a box to what its tills were shown. Knows nothing of {@code dev.roadcase}: it reads the
 * files that the tills wrote, and asks the box over HTTP.
 *
 * <p>A till's file has a line of JSON for each event: {@code paired} (device, credential), {@code
 * asked} (seq, jws) before a sale is sent, {@code shown} (seq, receipt) when a receipt was shown,
 * and {@code again} (seq, receipt, status) when the till asked for a shown sale again.
 */
final class OutsideChecker {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of what was checked in an earlier round, so many are asked for again. */
  private static final int SAMPLE = 100;

  private static final int ASKERS = 6;
  private static final int TRIES = 50;

  /** What a box answered. */
  record Answer(int status, JsonNode body, String retryAfter) {
    String problem() {
      return body.path("type").asText().replace("urn:roadcase:problem:", "");
    }
  }

  /** The box, over HTTP. */
  interface Answers {
    Answer receipt(String token) throws IOException, InterruptedException;

    /** With a device's credential, as its file has it. */
    Answer sell(String credential, String jws) throws IOException, InterruptedException;
  }

  /** A receipt that a till was shown. */
  private record Shown(
      String till, String credential, String device, long seq, String receipt, String jws) {
    String sequence() {
      return device + "/" + seq;
    }

    @Override
    public String toString() {
      return till + "'s sale " + seq + ", receipt " + receipt;
    }
  }

  /**
   * What the checker found.
   *
   * @param shown receipts that the tills were shown so far
   * @param looked those that the box was asked for this time
   * @param broken a sentence for each promise that was broken; empty is good
   */
  record Findings(int shown, int looked, List<String> broken) {
    Findings {
      broken = List.copyOf(broken);
    }
  }

  private final Path tillFiles;
  private final Map<String, Long> rights;
  private final Random chance = new Random(1);
  private final Map<String, Shown> held = new HashMap<>();

  /**
   * A checker for one site, over any number of restarts.
   *
   * @param tillFiles folder with a file for each till
   * @param rights how much may be sold of each counted item, in thousandths
   */
  OutsideChecker(Path tillFiles, Map<String, Long> rights) {
    this.tillFiles = tillFiles;
    this.rights = Map.copyOf(rights);
  }

  /** Asks for all receipts that are new since the last time, and for some of the older ones. */
  Findings check(Answers box) throws IOException, InterruptedException {
    return check(box, false);
  }

  /** Asks for every receipt that was ever shown. */
  Findings checkAll(Answers box) throws IOException, InterruptedException {
    return check(box, true);
  }

  private Findings check(Answers box, boolean all) throws IOException, InterruptedException {
    List<String> broken = new ArrayList<>();
    Map<String, Shown> shown = read(broken);
    oversold(shown, broken);
    List<Shown> wanted = new ArrayList<>();
    List<Shown> older = new ArrayList<>();
    shown.forEach(
        (sequence, one) -> (all || !held.containsKey(sequence) ? wanted : older).add(one));
    for (int i = 0; i < SAMPLE && !older.isEmpty(); i++) {
      wanted.add(older.remove(chance.nextInt(older.size())));
    }
    ask(box, wanted, broken);
    wanted.forEach(one -> held.put(one.sequence(), one));
    return new Findings(shown.size(), wanted.size(), broken);
  }

  /** All that was shown, by device sequence. */
  private Map<String, Shown> read(List<String> broken) throws IOException {
    Map<String, Shown> bySequence = new LinkedHashMap<>();
    Map<String, Shown> byReceipt = new HashMap<>();
    try (Stream<Path> files = Files.list(tillFiles)) {
      for (Path file : files.sorted().toList()) {
        for (Shown one : read(file, broken)) {
          Shown before = bySequence.putIfAbsent(one.sequence(), one);
          if (before != null && !before.receipt().equals(one.receipt())) {
            broken.add(
                before + " was booked twice: its sequence also has receipt " + one.receipt());
          }
          Shown other = byReceipt.putIfAbsent(one.receipt(), one);
          if (other != null && !other.sequence().equals(one.sequence())) {
            broken.add(other + " is also the receipt of " + one.sequence());
          }
        }
      }
    }
    return bySequence;
  }

  private static List<Shown> read(Path file, List<String> broken) throws IOException {
    String till = file.getFileName().toString();
    String device = "";
    String credential = "";
    Map<Long, String> asked = new HashMap<>();
    Map<Long, String> receipts = new HashMap<>();
    List<Shown> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode event = MAPPER.readTree(line);
      long seq = event.path("seq").asLong();
      String receipt = event.path("receipt").asText();
      switch (event.path("event").asText()) {
        case "paired" -> {
          device = event.path("device").asText();
          credential = event.path("credential").asText();
        }
        case "asked" -> asked.put(seq, event.path("jws").asText());
        case "shown" -> {
          receipts.putIfAbsent(seq, receipt);
          all.add(new Shown(till, credential, device, seq, receipt, asked.get(seq)));
        }
        case "again" -> {
          if (!receipt.equals(receipts.get(seq))) {
            broken.add(
                till
                    + " asked again for sale "
                    + seq
                    + ", was shown "
                    + receipts.get(seq)
                    + " and is now told "
                    + event.path("status").asInt()
                    + " "
                    + event.path("problem").asText()
                    + receipt);
          } else if (event.path("status").asInt() != 200) {
            broken.add(till + " asked again for sale " + seq + ", and it was booked anew");
          }
        }
        default -> {}
      }
    }
    return all;
  }

  private void oversold(Map<String, Shown> shown, List<String> broken) throws IOException {
    Map<String, Long> sold = new TreeMap<>();
    for (Shown one : shown.values()) {
      byte[] payload = Base64.getUrlDecoder().decode(one.jws().split("\\.")[1]);
      for (JsonNode line : MAPPER.readTree(payload).path("lines")) {
        sold.merge(line.path("sku").asText(), line.path("qty").asLong(), Long::sum);
      }
    }
    sold.forEach((sku, quantity) -> {
      Long right = rights.get(sku);
      if (right != null && quantity > right) {
        broken.add(
            sku + " was oversold: there were " + right + " thousandths, sold were " + quantity);
      }
    });
  }

  private static void ask(Answers box, List<Shown> wanted, List<String> broken)
      throws IOException, InterruptedException {
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (Shown one : wanted) {
        answers.add(askers.submit(() -> ask(box, one)));
      }
      for (Future<List<String>> answer : answers) {
        try {
          broken.addAll(answer.get());
        } catch (java.util.concurrent.ExecutionException e) {
          throw new IOException("the box could not be asked: " + e.getCause(), e.getCause());
        }
      }
    }
  }

  private static List<String> ask(Answers box, Shown one) throws IOException, InterruptedException {
    Answer kept = patiently(() -> box.receipt(one.receipt()));
    if (kept.status() != 200) {
      return List.of(one + " was shown and is gone: " + kept.status() + " " + kept.problem());
    }
    String there = kept.body().path("device").asText() + "/" + kept.body().path("seq").asLong();
    if (!there.equals(one.sequence())) {
      return List.of(one + ", is now a receipt of " + there);
    }
    Answer again = patiently(() -> box.sell(one.credential(), one.jws()));
    String receipt = again.body().path("receipt").asText();
    if (again.status() == 201) {
      return List.of(one + ": a retry was booked anew, as " + receipt);
    }
    if (again.status() != 200 || !receipt.equals(one.receipt())) {
      return List.of(
          one + ": a retry was told " + again.status() + " " + again.problem() + receipt);
    }
    return List.of();
  }

  private interface Question {
    Answer ask() throws IOException, InterruptedException;
  }

  /** "Not now" is an answer that a till waits out. */
  private static Answer patiently(Question question) throws IOException, InterruptedException {
    Answer answer = question.ask();
    for (int i = 0; i < TRIES && answer.status() == 503; i++) {
      Thread.sleep(100);
      answer = question.ask();
    }
    return answer;
  }
}
