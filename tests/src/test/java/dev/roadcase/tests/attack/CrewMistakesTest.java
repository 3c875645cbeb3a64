package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.identity.Role;
import dev.roadcase.tests.attack.Victim.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong without any thief: a roster that forgets a role, yesterday's card in the box. */
class CrewMistakesTest {
  @TempDir private Path folder;
  private Victim box;

  @BeforeEach
  void open() throws Exception {
    box = new Victim(folder, Victim.roster(Set.of(Role.TILL, Role.CREW)));
    box.start();
  }

  @AfterEach
  void close() {
    box.close();
  }

  @Test
  void aRoleThatTheRosterForgotHasNoTokenAndTheBoxStartsAgain() throws Exception {
    Stranger kiosk = new Stranger(box);
    assertEquals("role-has-no-duty", kiosk.pair(box.code("kiosk", false)).problem());
    assertEquals("unauthorized_client", kiosk.renew().error());
    Stranger asking = new Stranger(box);
    JsonNode asked =
        asking
            .form(
                "/oauth/device_authorization",
                Map.of("client_id", "checkin", "device_name", "gate"))
            .body();
    String id = box.waiting("gate").path("id").asText();
    assertEquals(200, box.admin("POST", "/waiting/" + id + "/let-in", "").status());
    Answer polled =
        asking.form(
            "/oauth/token",
            Map.of(
                "grant_type",
                Stranger.DEVICE_CODE,
                "device_code",
                asked.path("device_code").asText()));
    assertEquals("unauthorized_client", polled.error());
    assertEquals(
        "prices",
        kiosk.pin("anna", Victim.ANNAS_PIN).body().path("scope").asText(),
        "a PIN brings its own");
    box.stop();
    box.start();
    assertEquals("unauthorized_client", kiosk.renew().error());
    box.stop();
    box.pack(2, Victim.roster());
    box.start();
    assertEquals("sell", kiosk.renew().body().path("scope").asText(), "the next pack mends it");
  }

  @Test
  void whatANewPackTakesAwayIsGoneWithTheNextToken() throws Exception {
    Stranger till = Stranger.paired(box, "till");
    box.stop();
    box.pack(2, Victim.roster(Set.of(Role.CREW)));
    box.start();
    assertEquals("unauthorized_client", till.renew().error());
    assertEquals("unauthorized_client", till.renew(Map.of("scope", "sell")).error());
  }

  @Test // 20
  void yesterdaysCardKnowsNoTokenOfTodayAndNobodyWhoCameToday() throws Exception {
    Stranger yesterday = Stranger.paired(box, "till");
    box.stop();
    Path card = folder.resolve("card");
    copy(box.data(), card);
    box.start();
    Stranger today = Stranger.paired(box, "till");
    assertEquals(200, yesterday.renew().status());
    String renewed = yesterday.token;
    box.admin(
        "POST", "/tokens/" + StolenPhoneTest.claims(renewed).path("jti").asText() + "/revoke", "");
    assertEquals("token-revoked", yesterday.get("/box", renewed).problem());
    box.stop();
    clear(box.data());
    copy(card, box.data());
    box.start();
    assertEquals("not-paired", today.get("/box", today.token).problem());
    assertEquals("invalid_grant", today.renew().error());
    assertEquals("bad-token", yesterday.get("/box", renewed).problem(), "this card issued it not");
    assertEquals(200, yesterday.renew().status());
  }

  /** What auth.md owns up to: a card that is set back forgets who was put out since. */
  @Test // 20
  void yesterdaysCardHasToBeToldAgainWhoIsOut() throws Exception {
    Stranger lost = Stranger.paired(box, "till");
    box.stop();
    Path card = folder.resolve("card");
    copy(box.data(), card);
    box.start();
    box.admin("POST", "/devices/" + lost.id + "/revoke", "");
    assertEquals("invalid_grant", lost.renew().error());
    box.stop();
    clear(box.data());
    copy(card, box.data());
    box.start();
    assertFalse(box.device(lost.id).path("revoked").asBoolean());
    assertEquals(200, box.admin("POST", "/devices/" + lost.id + "/revoke", "").status());
    assertEquals("not-paired", lost.get("/box", lost.token).problem());
    assertEquals("invalid_grant", lost.renew().error());
    assertTrue(box.device(lost.id).path("revoked").asBoolean());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void clear(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
