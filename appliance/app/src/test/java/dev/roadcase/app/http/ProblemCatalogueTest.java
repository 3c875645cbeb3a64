package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.auth.Admission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/problems.md} and the contract have every problem that the code has, and no other. */
class ProblemCatalogueTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A problem's status and name, where it is made. */
  private static final Pattern MADE =
      Pattern.compile("(?<![A-Za-z])(?:Problem\\s*\\.)of\\(\\s*([^,;]+?),\\s*([^,;]+?),");

  /** As it is written octet by octet, where there is no Vert.x. */
  private static final Pattern WRITTEN = Pattern.compile("urn:roadcase:problem:([a-z-]+)");

  /** As the twin makes it. */
  private static final Pattern HANDED =
      Pattern.compile("(?<![0-9])([1-5][0-9]{2}),\\s*\"([a-z-]+)\",\\s*\"");

  /** An answer of an OAuth endpoint, where it is made. */
  private static final Pattern OAUTH =
      Pattern.compile("(?<![a-zA-Z])error\\(\\s*ctx,\\s*([^,;]+?),\\s*\"([a-z_]+)\"");

  private static final Pattern OAUTH_ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([^|]*) \\|");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^|]*) \\|");

  @Test
  void everyProblemOfTheCodeIsOnThePageWithItsStatus() throws IOException {
    Map<String, Set<String>> made = made();
    assertTrue(made.size() > 45, "the sources were read: " + made.keySet());
    Map<String, String> page = page();
    assertEquals(new TreeSet<>(made.keySet()), new TreeSet<>(page.keySet()));
    made.forEach((name, statuses) ->
        statuses.forEach(status ->
            assertTrue(page.get(name).contains(status), name + " is " + status + ", too")));
  }

  @Test
  void everyProblemButTheLocalDoorsIsInTheContract() throws IOException {
    String contract = new String(Contract.published(), StandardCharsets.UTF_8);
    int from = contract.indexOf("Refused. Types: ");
    String listed = contract.substring(from + "Refused. Types: ".length()).replaceAll("\\s+", " ");
    Set<String> names = new TreeSet<>();
    for (String name : listed.substring(0, listed.indexOf(". docs")).split("[,\\s]+")) {
      names.add(name.strip());
    }
    names.remove("");
    Set<String> expected = new TreeSet<>(page().keySet());
    expected.removeAll(
        Set.of(
            "unknown-device",
            "device-blocked",
            "unknown-token",
            "client-exists",
            "other-journal",
            "nobody-waits",
            "foreign-origin",
            "starting"));
    assertEquals(expected, names);
  }

  /** RFC 6749's way to say no: every error of the OAuth endpoints with its status, and no other. */
  @Test
  void everyErrorOfTheOAuthEndpointsIsOnThePageWithItsStatus() throws IOException {
    Map<String, Set<String>> made = new TreeMap<>();
    for (Admission.Why why : Admission.Why.values()) {
      // As RequestProof answers what is wrong with a proof.
      if (why == Admission.Why.NO_NONCE || why == Admission.Why.BAD_PROOF) {
        made.computeIfAbsent(why.error(), _ -> new TreeSet<>()).add("400");
      }
    }
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        for (MatchResult found : OAUTH.matcher(Files.readString(file)).results().toList()) {
          Set<String> statuses = made.computeIfAbsent(found.group(2), _ -> new TreeSet<>());
          if (found.group(1).matches("[0-9]{3}")) {
            statuses.add(found.group(1));
          }
        }
      }
    }
    assertTrue(made.size() > 12, "the sources were read: " + made.keySet());
    String text = Files.readString(Path.of("..", "..", "docs", "problems.md"));
    Map<String, String> page = new TreeMap<>();
    OAUTH_ROW
        .matcher(text.substring(text.indexOf("## The OAuth endpoints")))
        .results()
        .forEach(row -> page.put(row.group(1), row.group(2)));
    assertEquals(made.keySet(), page.keySet());
    made.forEach((name, statuses) ->
        statuses.forEach(status ->
            assertTrue(page.get(name).contains(status), name + " is " + status + ", too")));
  }

  /** What a program reads of a problem has a place in the contract's schema. */
  @Test
  void everyMemberOfThePageIsInTheContractsSchema() throws IOException {
    String contract = new String(Contract.published(), StandardCharsets.UTF_8);
    int from = contract.indexOf("    Problem:\n      type: object");
    String schema = contract.substring(from, contract.indexOf("\n    Health:", from));
    String text = Files.readString(Path.of("..", "..", "docs", "problems.md"));
    String table =
        text.substring(text.indexOf("## Sales and refunds"), text.indexOf("## Tokens and proofs"));
    Set<String> members = new TreeSet<>();
    for (String row : table.lines().filter(line -> line.startsWith("| `")).toList()) {
      String last = row.substring(row.lastIndexOf('|', row.length() - 2) + 1);
      Pattern.compile("`([A-Za-z]+)`")
          .matcher(last)
          .results()
          .forEach(found -> members.add(found.group(1)));
    }
    assertTrue(members.size() > 10, "the table was read: " + members);
    for (String member : members) {
      assertTrue(
          Pattern.compile("(?m)^ +" + member + ":").matcher(schema).find(),
          member + " is in no schema of the contract");
    }
  }

  /** In YAML's braces a comma ends a description that has no quotes, and the rest becomes a key. */
  @Test
  void noWordsOfADescriptionAreAKeyOfTheContract() {
    Object contract = new Yaml().load(new String(Contract.published(), StandardCharsets.UTF_8));
    assertEquals(List.of(), keysWithBlanks(contract));
    assertEquals(
        List.of("for people."),
        keysWithBlanks(new Yaml().load("a: { description: Short form, for people. }")));
  }

  private static List<String> keysWithBlanks(Object node) {
    List<String> found = new ArrayList<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (String.valueOf(key).contains(" ")) {
          found.add(String.valueOf(key));
        }
        found.addAll(keysWithBlanks(value));
      });
    } else if (node instanceof List<?> list) {
      list.forEach(each -> found.addAll(keysWithBlanks(each)));
    }
    return found;
  }

  /** A device is waiting, paired or blocked, on the panel and in what the box answers. */
  @Test
  void noSentenceHasAnotherWordForADevicesStanding() throws IOException {
    Pattern old = Pattern.compile("\"[^\"\\n]*\\b(put out|let it in|turn it away)\\b[^\"\\n]*\"");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertFalse(old.matcher(Files.readString(file)).find(), file + " says it otherwise");
      }
    }
  }

  /** By name, the statuses that are literal. */
  private static Map<String, Set<String>> made() throws IOException {
    Map<String, Set<String>> made = new TreeMap<>();
    for (Admission.Why why : Admission.Why.values()) {
      made.computeIfAbsent(why.word(), _ -> new TreeSet<>()).add("" + why.status());
    }
    made.put("malformed", new TreeSet<>(Set.of("400")));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        for (MatchResult found : MADE.matcher(source).results().toList()) {
          String name = found.group(2).strip();
          if (!name.startsWith("\"")) {
            assertEquals("why.word()", name, file + ": a problem whose name nobody can look up");
            continue;
          }
          Set<String> statuses = made.computeIfAbsent(name.replace("\"", ""), _ -> new TreeSet<>());
          if (found.group(1).matches("[0-9]{3}")) {
            statuses.add(found.group(1));
          }
        }
        HANDED
            .matcher(source)
            .results()
            .forEach(found ->
                made.computeIfAbsent(found.group(2), _ -> new TreeSet<>()).add(found.group(1)));
        WRITTEN
            .matcher(source)
            .results()
            .forEach(found -> made.computeIfAbsent(found.group(1), _ -> new TreeSet<>()));
      }
    }
    return made;
  }

  private static Map<String, String> page() throws IOException {
    String text = Files.readString(Path.of("..", "..", "docs", "problems.md"));
    text = text.substring(0, text.indexOf("## The OAuth endpoints"));
    Map<String, String> page = new TreeMap<>();
    ROW.matcher(text)
        .results()
        .forEach(row -> assertEquals(null, page.put(row.group(1), row.group(2)), row.group(1)));
    return page;
  }
}
