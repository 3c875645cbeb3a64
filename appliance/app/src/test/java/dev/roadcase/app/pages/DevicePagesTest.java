package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.app.http.Asker;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crew lets devices in and puts them out in a browser. */
class DevicePagesTest {
  @TempDir private Path folder;
  private TestSite site;
  private String cookie = "";

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder).start();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    cookie =
        site.enter(ticket)
            .raw()
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .replaceAll(";.*", "");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void bothScreensShowTheSameDigitsAndATapLetsItIn() throws Exception {
    Asker asker = new Asker(site, "Ana's phone", "till", true);
    String early = text(page(""));
    assertTrue(early.contains("waiting for its six digits</span> <b>" + asker.code()), early);
    assertFalse(early.contains("value=\"let-in\""), "nobody can have compared them");
    assertEquals("authorization_pending", asker.poll());
    String six = asker.digits();
    String shown = "<span>" + six.substring(0, 3) + "</span><span>" + six.substring(3) + "</span>";
    assertTrue(text(page("")).contains(shown), "the digits are those of the device");
    assertTrue(text(panel()).contains("1 waiting"));

    Answer done = act("let-in", waiting(), "digits", six);
    assertEquals(303, done.status());
    String after = text(page(query(done)));
    assertTrue(after.contains("Ana's phone is paired."), after);
    assertTrue(after.contains("No device is waiting."), after);
    assertEquals("", asker.poll(), "it has its token");
  }

  @Test
  void whoWasTurnedAwayHearsSoAndCannotBeLetInAfterAll() throws Exception {
    Asker asker = new Asker(site, "stranger", "crew", true);
    asker.poll();
    String id = waiting();
    assertEquals(303, act("turn-away", id).status());
    assertEquals("access_denied", asker.poll());
    assertEquals(409, act("let-in", id, "digits", asker.digits()).status());
    assertEquals(409, act("turn-away", id).status());
    assertEquals(0, site.admin("GET", "/devices", "").body().path("devices").size());
  }

  @Test
  void nobodyIsLetInByATapThatWasMeantForOtherDigits() throws Exception {
    Asker asker = new Asker(site, "tablet", "till", true);
    String id = waiting();
    assertEquals("authorization_pending", asker.poll());
    Answer early = act("let-in", id, "digits", "");
    assertEquals(409, early.status());
    assertTrue(text(early).contains("Not paired: the six digits"), text(early));
    assertEquals(303, act("let-in", id, "digits", asker.digits()).status());
  }

  @Test
  void whoHasPromisedDigitsIsNotLetInBeforeTheyAreThere() throws Exception {
    Asker slow = new Asker(site, "slow tablet", "till", true);
    String id = waiting();
    Answer early = act("let-in", id, "digits", "");
    assertEquals(409, early.status());
    assertTrue(text(early).contains("its six digits are not here yet"), text(early));
    assertEquals("digits-due", site.admin("POST", "/waiting/" + id + "/let-in", "").problem());
    assertEquals("authorization_pending", slow.poll(), "it was neither let in nor turned away");
    assertEquals(303, act("let-in", id, "digits", slow.digits()).status());
  }

  @Test
  void aRevokedDeviceIsRefusedAtOnceAndStandsAtTheEndWithItsBound() throws Exception {
    TestTill till = site.till();
    String before = text(page(""));
    assertTrue(before.contains("Signed in for another 15\u00a0min."), before);
    Answer done = act("revoke", till.id.value());
    assertEquals(303, done.status());
    String after = text(page(query(done)));
    assertTrue(after.contains("till of the test is blocked."), after);
    assertTrue(after.contains(">1 device is blocked.<"), after);
    assertTrue(after.contains("may still accept it for up to 15\u00a0min."));
    assertEquals("not-paired", till.sell(till.sign(till.sale(TestSite.LEMONADE))).problem());
    JsonNode listed = site.admin("GET", "/devices", "").body().path("devices").path(0);
    assertTrue(listed.path("revoked").asBoolean());
    assertTrue(listed.path("tokenLeft").asLong() > 840, listed.toString());
  }

  @Test
  void aKeyInTwoPlacesIsAskedAboutAndTheCrewSaysThatAllIsWell() throws Exception {
    TestTill till = site.till();
    DeviceSession one = session(till);
    DeviceSession other = session(till);
    URI box = site.https("/box").build().uri();
    for (int i = 0; i < 6; i++) {
      assertEquals(200, one.get(box).statusCode());
      assertEquals(200, other.get(box).statusCode());
    }
    // What was noted before this sale is on the disk when it is answered.
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
    assertTrue(text(panel()).contains("1 copied?"), "the panel has a word for it");
    assertTrue(text(page("")).contains("In two places?"));
    // It outlives a restart: the fact is in the journal.
    site.stop();
    site.start();
    assertTrue(text(page("")).contains("In two places?"));
    Answer done = act("resume", till.id.value());
    assertTrue(text(page(query(done))).contains("till of the test works again."));
    assertFalse(text(page("")).contains("In two places?"));
  }

  @Test
  void aCodeOfThePanelStillAsksTheCrew() throws Exception {
    Answer made = post("do=offer&role=kiosk");
    assertEquals(200, made.status());
    String html = text(made);
    Matcher code = Pattern.compile("class=\"big\">([0-9A-Z]{5}-[0-9A-Z]{5})<").matcher(html);
    assertTrue(code.find(), html);
    assertTrue(html.contains("works only on the box"), "it was opened at 127.0.0.1");
    assertEquals(
        "no-store", made.raw().headers().firstValue("cache-control").orElse(""), "it is a secret");
    TestTill kiosk = site.new TestTill(SigningKey.make(new SecureRandom()));
    assertEquals(202, kiosk.tryPair(code.group(1)).status());
    assertTrue(text(page("")).contains("<span class=\"role\">kiosk</span>"));
    assertEquals(303, act("let-in", waiting(), "digits", "").status());
    assertEquals(422, post("do=offer&role=king").status());
  }

  @Test
  void aCodeThatWasScannedOrTypedInBringsTheDigitsToBothScreens() throws Exception {
    Matcher code =
        Pattern.compile("class=\"big\">([0-9A-Z]{5}-[0-9A-Z]{5})<")
            .matcher(text(post("do=offer&role=checkin")));
    assertTrue(code.find());
    Asker asker = Asker.withCode(site, code.group(1), "Gate 2");
    assertTrue(text(page("")).contains("waiting for its six digits"));
    assertEquals("authorization_pending", asker.poll());
    String six = asker.digits();
    assertTrue(text(page("")).contains(six.substring(0, 3) + "</span><span>" + six.substring(3)));
    assertEquals(303, act("let-in", waiting(), "digits", six).status());
    assertEquals("", asker.poll());
    JsonNode listed = site.admin("GET", "/devices", "").body().path("devices").path(0);
    assertEquals("checkin", listed.path("role").asText(), "the code says what it is for");
  }

  @Test
  void whoBringsTheCodeOfAnotherUnderAKeyOfHisOwnShowsOtherDigits() throws Exception {
    Matcher code =
        Pattern.compile("class=\"big\">([0-9A-Z]{5}-[0-9A-Z]{5})<")
            .matcher(text(post("do=offer&role=till")));
    assertTrue(code.find());
    // What a false access point can do: it saw the code go by, and asks with a key of its own. It
    // knows the box's chance before the device does, and reveals the device's chance as its own.
    Asker between = Asker.withCode(site, code.group(1), "Ana's phone");
    assertEquals("authorization_pending", between.poll());
    SigningKey device = SigningKey.make(new SecureRandom());
    assertNotEquals(between.digits(), between.digitsFor(device.publicKey()));
  }

  @Test
  void onlyTheCrewsOwnPageDecides() throws Exception {
    TestTill till = site.till();
    String body = "do=revoke&id=" + till.id;
    assertEquals(401, site.send(form(body)).status());
    assertEquals(401, site.get("/crew/devices").status());
    assertEquals(401, site.get("/crew/devices/events").status());
    for (String origin : new String[] {"https://evil.example", "null", "::"}) {
      Answer foreign = site.send(form(body).header("Cookie", cookie).header("Origin", origin));
      assertEquals("foreign-origin", foreign.problem(), origin);
    }
    assertEquals(404, site.send(site.http("/crew/devices").GET()).status());
    assertEquals(422, act("revoke", "d-nobody").status());
    assertEquals(422, act("dance", till.id.value()).status());
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
  }

  @Test
  void nobodyWritesASentenceOntoThePageByItsAddress() throws Exception {
    TestTill till = site.till();
    for (String query :
        new String[] {
          "?done=revoke&device=" + till.id, "?done=let-in&device=x", "?done=%3Cb%3E", "?done=unlock"
        }) {
      assertFalse(text(page(query)).contains("role=\"status\""), query);
    }
  }

  private DeviceSession session(TestTill till) {
    DeviceSession session =
        new DeviceSession(
            till.key,
            new SecureRandom(),
            Duration.ofSeconds(20),
            request -> {
              try {
                return site.send(HttpRequest.newBuilder(request, (_, _) -> true)).raw();
              } catch (java.io.IOException | InterruptedException | RuntimeException e) {
                throw e;
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    session.token(till.token.orElseThrow());
    return session;
  }

  private String waiting() throws Exception {
    String id =
        site.admin("GET", "/waiting", "").body().path("waiting").path(0).path("id").asText();
    assertNotEquals("", id);
    return id;
  }

  private Answer act(String what, String id, String... more) throws Exception {
    StringBuilder body = new StringBuilder("do=" + what + "&id=" + id);
    for (int i = 0; i < more.length; i += 2) {
      body.append('&').append(more[i]).append('=');
      body.append(URLEncoder.encode(more[i + 1], StandardCharsets.UTF_8));
    }
    return post(body.toString());
  }

  private Answer post(String body) throws Exception {
    return site.send(form(body).header("Cookie", cookie));
  }

  private HttpRequest.Builder form(String body) {
    return site.form("/crew/devices", body);
  }

  private Answer page(String query) throws Exception {
    return site.send(site.https("/crew/devices" + query).header("Cookie", cookie).GET());
  }

  private Answer panel() throws Exception {
    return site.send(site.https("/crew").header("Cookie", cookie).GET());
  }

  private static String query(Answer answer) {
    return answer.raw().headers().firstValue("location").orElseThrow().replaceAll("^[^?]*", "");
  }

  private static String text(Answer answer) {
    return new String(answer.raw().body(), StandardCharsets.UTF_8);
  }
}
