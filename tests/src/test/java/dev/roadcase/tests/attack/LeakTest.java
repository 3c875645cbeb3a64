package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.tests.attack.Victim.Answer;
import dev.roadcase.tests.fault.BoxProcess;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a day of attacks on a box in a process of its own: every secret that it knows is looked for
 * in everything that leaves it.
 */
class LeakTest {
  @TempDir private static Path folder;
  private static Victim box;
  private static BoxProcess process;
  private static final Map<String, String> SECRETS = new LinkedHashMap<>();
  private static final Map<String, String> PLACES = new LinkedHashMap<>();

  @BeforeAll
  static void attackForADay() throws Exception {
    Roster roster = Victim.roster();
    box = new Victim(folder, roster);
    process = BoxProcess.start(box.config(), Map.of());
    box.at(process.https(), process.visitors(), process.local());
    keysOnTheDisk();
    secret("Anna's PIN", Victim.ANNAS_PIN);
    roster
        .staff()
        .forEach(person -> secret("the hash of " + person.id() + "'s PIN", person.pinHash()));
    Stranger till = Stranger.paired(box, "till");
    secret("a till's key", till.key.scalar());
    secret("its token", till.token);
    till.sell(1);
    assertEquals(200, till.pin("anna", Victim.ANNAS_PIN).status());
    secret("its token with a PIN", till.token);
    till.pin("anna", "999999");
    String code = box.code("till", false);
    secret("a code that is still good", code.replace("-", ""));
    secret("a code as people read it", code);
    secret("its hash", Devices.hashOf(code.replace("-", "")));
    JsonNode client =
        box.admin("POST", "/clients", "{\"client\":\"c-sky\",\"scope\":\"telemetry\"}").body();
    String word = client.path("secret").asText();
    secret("a client's secret", word);
    secret("its hash", Clients.hashOf(word));
    String ticket = box.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    secret("a ticket for the panel", ticket);
    Answer waiting =
        till.form("/oauth/device_authorization", Map.of("device_name", "a second till"));
    secret("a device code", waiting.body().path("device_code").asText());
    everySecretInEveryWrongPlace();
    Answer entered =
        box.send(
            box.request("/crew")
                .header("Origin", box.origin())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("ticket=" + ticket)));
    String cookie = entered.raw().headers().firstValue("set-cookie").orElseThrow().split("[=;]")[1];
    secret("the panel's cookie", cookie);
    for (String path : List.of("/crew", "/crew/devices", "/crew/prices", "/crew/stock")) {
      place(
          "the panel " + path,
          box.send(box.request(path).GET().header("Cookie", "roadcase-crew=" + cookie)));
    }
    for (String path :
        List.of(
            "/",
            "/manifest.json",
            "/catalogue/items",
            "/openapi.yaml",
            "/readyz",
            "/healthz",
            "/.well-known/jwks.json",
            "/oauth/status-lists/1")) {
      place("https " + path, box.get(path));
    }
    till.renew();
    place("/box", till.get("/box", till.token));
    place("/audit/head", till.get("/audit/head", till.token));
    for (String path : List.of("/metrics", "/box", "/devices", "/tokens", "/waiting")) {
      place("local " + path, box.admin("GET", path, ""));
    }
    process.stop();
    PLACES.put("what it printed", String.join("\n", process.said()));
    export();
  }

  @AfterAll
  static void close() throws Exception {
    process.close();
    box.close();
  }

  @Test
  void nothingThatLeavesTheBoxHoldsASecret() {
    assertTrue(SECRETS.size() >= 18, SECRETS.keySet()::toString);
    assertTrue(PLACES.size() >= 25, PLACES.keySet()::toString);
    List<String> leaks = new ArrayList<>();
    PLACES.forEach((where, text) ->
        SECRETS.forEach((what, secret) -> {
          if (text.contains(secret)) {
            leaks.add(what + " in " + where);
          }
        }));
    assertEquals(List.of(), leaks);
  }

  @Test
  void noExportHoldsAHashOfAPinAndTheBoxesKeysAreForItsOwnerAlone() throws Exception {
    assertFalse(PLACES.get("the export's log.rclog").contains("$argon2id$"));
    assertTrue(PLACES.get("the export's log.rclog").contains("pack-applied"));
    assertTrue(PLACES.get("the export's log.rclog").contains("device-paired"));
    try (Stream<Path> all = Files.walk(box.data())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("journal.db") && !name.equals("admin.token")) {
          String text = raw(file);
          assertFalse(text.contains("$argon2id$"), name);
          assertFalse(text.contains(SECRETS.get("a client's secret")), name);
        }
        assertTrue(
            !secretFile(name)
                || java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file))
                    .equals("rw-------"),
            name + " is for its owner alone");
      }
    }
  }

  @Test
  void noWordOfAClientAndNoCodeIsOnTheDiskInTheClear() throws Exception {
    try (Stream<Path> all = Files.walk(box.data())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = raw(file);
        for (String what :
            List.of(
                "Anna's PIN",
                "a client's secret",
                "a code that is still good",
                "its token",
                "a till's key",
                "a device code",
                "a ticket for the panel")) {
          assertFalse(text.contains(SECRETS.get(what)), what + " in " + file.getFileName());
        }
      }
    }
  }

  private static boolean secretFile(String name) {
    return List.of("admin.token", "crew.key", "issuer.json").contains(name);
  }

  /** As people do who paste into the wrong field, and programs that log their URLs. */
  private static void everySecretInEveryWrongPlace() throws Exception {
    for (String what :
        List.of(
            "Anna's PIN",
            "the hash of anna's PIN",
            "its token",
            "a code as people read it",
            "a client's secret",
            "a device code",
            "admin.token",
            "shows/saturday/show.key")) {
      String text = SECRETS.get(what);
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      List<Answer> answers = new ArrayList<>();
      answers.add(box.get("/box?access_token=" + encoded));
      answers.add(box.get("/receipts/" + encoded));
      answers.add(box.get("/time?nonce=." + encoded));
      answers.add(box.send(box.request("/box").GET().header("Authorization", "Bearer " + text)));
      answers.add(
          box.send(
              box.request("/box")
                  .GET()
                  .header("DPoP", text)
                  .header("Authorization", "DPoP " + text)));
      answers.add(box.send(box.request("/crew").GET().header("Cookie", "roadcase-crew=" + text)));
      for (String form :
          List.of(
              "grant_type=" + encoded,
              "grant_type=client_credentials&client_id=" + encoded,
              "grant_type=client_credentials&client_id=c-sky&client_secret=x" + encoded,
              "grant_type=client_credentials&client_id=d-AAAAAAAAAAAAAAAA&scope=" + encoded,
              encoded + "=" + encoded + "&" + encoded + "=%zz",
              "grant_type=client_credentials&%2f=1&pin=" + encoded + "%zz")) {
        answers.add(
            box.send(
                box.request("/oauth/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form))));
      }
      for (String path : List.of("/pairings", "/sales")) {
        for (String body :
            List.of(
                Json.MAPPER.createObjectNode().put("pairing", text).put("sale", text).toString(),
                "{\"pairing\":\"" + text.replace("\"", ""),
                text)) {
          answers.add(
              box.send(
                  box.request(path)
                      .header("Content-Type", "application/json")
                      .header("Authorization", "DPoP a.b.c")
                      .POST(BodyPublishers.ofString(body))));
        }
      }
      answers.add(
          new Stranger(box).pair("X" + (text.length() > 60 ? text.substring(0, 60) : text)));
      for (int i = 0; i < answers.size(); i++) {
        Answer answer = answers.get(i);
        String where = "the answer " + i + " to who sent " + what;
        assertTrue(
            answer.status() >= 300 && answer.status() < 500,
            () -> where + answer.text() + String.join("\n", process.said()));
        place(where, answer);
      }
    }
  }

  private static void keysOnTheDisk() throws IOException {
    JsonNode issuer = Json.MAPPER.readTree(Files.readAllBytes(box.data().resolve("issuer.json")));
    secret("the issuer's key", issuer.path("present").asText());
    secret("the issuer's next key", issuer.path("next").asText());
    for (String file : List.of("admin.token", "crew.key")) {
      secret(file, Files.readString(box.data().resolve(file)).strip());
    }
    try (Stream<Path> keys = Files.walk(box.keys())) {
      for (Path key : keys.filter(k -> k.toString().endsWith(".key")).toList()) {
        String body = Files.readString(key).replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
        // Of a PKCS#8 the middle is the key; its start is the same for all.
        secret(box.keys().relativize(key).toString(), body.substring(52, 84));
        byte[] der = Base64.getDecoder().decode(body);
        secret(box.keys().relativize(key) + " as octets", new String(der, 36, 32, ISO_8859_1));
      }
    }
  }

  private static void export() throws IOException {
    Path to = box.export(folder.resolve("stick"));
    try (Stream<Path> all = Files.walk(to)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        PLACES.put("the export's " + file.getFileName(), raw(file));
      }
    }
  }

  private static void secret(String what, String text) {
    assertTrue(text.length() >= 6, what);
    String name = what;
    for (int i = 2; SECRETS.containsKey(name); i++) {
      name = what + " " + i;
    }
    SECRETS.put(name, text);
  }

  private static void place(String where, Answer answer) {
    StringBuilder text = new StringBuilder(answer.text());
    answer
        .raw()
        .headers()
        .map()
        .forEach((name, values) -> text.append('\n').append(name).append(values));
    PLACES.put(where, text.toString());
  }

  private static String raw(Path file) throws IOException {
    return Files.readString(file, ISO_8859_1);
  }
}
