package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.http.Contract;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a guest can ask for at the visitors' door, each in its dearest spellings: all that the
 * contract reads, all that the manifest names, and all that the front page links to. A new route is
 * in it by itself.
 */
public final class DearTargets {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)\"");

  /** What a guest makes of a parameter that is no number. */
  private static final List<String> WORDS =
      List.of("product", "a", "zzzzzz", "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p", "%C3%BC".repeat(50));

  private final int port;

  /** Of the box whose visitors' door is at that port of this machine. */
  public DearTargets(int port) {
    this.port = port;
  }

  /** Each once, in the order of the contract. */
  public List<String> all() throws IOException {
    Set<String> targets = new LinkedHashSet<>();
    JsonNode contract =
        Json.MAPPER.valueToTree(
            new Yaml(new SafeConstructor(new LoaderOptions()))
                .<Object>load(new String(Contract.published(), UTF_8)));
    contract
        .path("paths")
        .properties()
        .forEach(path -> {
          if (path.getValue().has("get")) {
            spelled(path.getKey(), path.getValue().path("get").path("parameters"), targets);
          }
        });
    JsonNode manifest = Json.MAPPER.readTree(read("/manifest.json"));
    JsonNode none = Json.MAPPER.createArrayNode();
    manifest.path("endpoints").forEach(endpoint -> spelled(endpoint.asText(), none, targets));
    Matcher links = LINK.matcher(read("/"));
    while (links.find()) {
      targets.add(links.group(1).replace("&amp;", "&"));
    }
    for (String word : WORDS) {
      targets.add("/?q=" + word);
      targets.add("/?lite=1&q=" + word);
    }
    for (int page : new int[] {1, 7, 21, 99_999}) {
      targets.add("/?page=" + page);
    }
    return List.copyOf(targets);
  }

  private static void spelled(String path, JsonNode parameters, Set<String> targets) {
    List<String> paths = new ArrayList<>();
    if (path.contains("{")) {
      for (String value : List.of("product-7", "P-999", "0".repeat(64), "%2e%2e", "x")) {
        paths.add(path.replaceAll("\\{[^}]*}", Matcher.quoteReplacement(value)));
      }
    } else {
      paths.add(path);
    }
    for (String one : paths) {
      targets.add(one);
      for (JsonNode parameter : parameters) {
        if (parameter.path("in").asText().equals("query")) {
          values(parameter)
              .forEach(
                  value -> targets.add(one + "?" + parameter.path("name").asText() + "=" + value));
        }
      }
    }
  }

  private static List<String> values(JsonNode parameter) {
    if (!parameter.path("schema").path("type").asText().equals("integer")) {
      List<String> values = new ArrayList<>(WORDS);
      values.addAll(List.of("0", "1", "500", "999999999"));
      return values;
    }
    int most = parameter.path("schema").path("maximum").asInt(1_000);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      values.add(Integer.toString(most - i));
    }
    return values;
  }

  private String read(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n")
                  .getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }
}
