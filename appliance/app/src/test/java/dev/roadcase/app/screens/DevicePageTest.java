package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevicePageTest {
  private final Map<String, String> parts = DevicePage.fragments(Samples.devices());

  @Test
  void theDigitsAreShownWhereThereAreSomeAndTheCodeElsewhere() {
    String waiting = parts.get("waiting");
    assertTrue(waiting.contains("<span>042</span><span>817</span>"), waiting);
    assertTrue(waiting.contains("no digits: compare the code</span> <b>LMNP-QRST</b>"), waiting);
    assertTrue(waiting.contains("only if it shows the same six digits"), waiting);
    assertTrue(waiting.contains("a false Wi-Fi could later"), waiting);
    assertEquals("A device is waiting.", parts.get("spoken"));
  }

  @Test
  void aStrangersNameIsTextAndTurnsNothingAround() {
    for (String html : parts.values()) {
      assertFalse(html.contains("<script>"), html);
      assertFalse(html.contains("<b>X"), html);
      assertFalse(html.matches("(?s).*[\\u202a-\\u202e\\u2066-\\u2069].*"), html);
    }
    assertTrue(parts.get("waiting").contains("<bdi class=\"who\">&lt;b&gt;X&amp;"));
    assertEquals("(no name)", Words.stranger("\u202e \u2066"));
  }

  @Test
  void whoNeedsSomebodyComesFirstWithWhatToDo() {
    String in = parts.get("devices");
    assertTrue(in.contains("4 devices are paired."), in);
    assertTrue(in.indexOf("Till 2") < in.indexOf("Till 1"), in);
    assertTrue(in.contains("Suspended"), in);
    assertTrue(in.contains("signed two different sales with one number"), in);
    assertTrue(in.contains(">Resume</button>"), in);
    assertTrue(in.contains("In two places?"), in);
    assertTrue(in.contains(">It is in one place</button>"), in);
    assertTrue(in.contains(">Unlock</button>"), in);
  }

  @Test
  void theBoundIsRoundedUpAndShownOfTheRevokedToo() {
    assertTrue(plain("devices").contains("Signed in for another 13 min."), plain("devices"));
    assertTrue(plain("devices").contains("Not signed in at the moment."));
    assertTrue(plain("out").contains("may still accept it for up to 7 min."), plain("out"));
    assertTrue(plain("out").contains("Refused everywhere."), plain("out"));
    assertTrue(plain("out").contains(">2 devices are blocked.<"));
    assertFalse(plain("out").contains("<button"), "who is out stays out");
  }

  @Test
  void whatIsKnownOfRevocationsIsSaidWithTheBoundWhereItIsNotHeard() {
    String known = plain("known");
    assertTrue(known.contains("On this box, blocking works at once."), known);
    assertTrue(known.contains("may still accept a blocked device for up to 15 min."), known);
    assertTrue(known.contains("2 boxes are blocked (list 3, 2 days old)"), known);
    assertFalse(known.contains("limit"), "all is allowed, and nothing said of it");
  }

  @Test
  void anOldListSaysWhatItNoLongerAllows() {
    Duration age = Duration.ofHours(4);
    DevicesView old =
        new DevicesView(
            Mode.LIVE,
            List.of(),
            List.of(),
            new DevicesView.Known(age, Staleness.USUAL.at(age), Duration.ZERO, null));
    String known = DevicePage.fragments(old).get("known").replace(Words.NB, " ");
    assertTrue(known.contains("The list of blocked devices is up to 4 h old."), known);
    assertTrue(
        known.contains("up to 25 % of the usual limit, no refunds, tickets are accepted."), known);
    assertTrue(known.contains("No device is signed in"), known);
  }

  @Test
  void aRevocationTakesTwoTaps() {
    String in = parts.get("devices");
    int summary = in.indexOf("<summary");
    assertTrue(summary > 0 && summary < in.indexOf("value=\"revoke\""), in);
    assertFalse(in.contains("<details open"), "the question is folded until it is asked");
  }

  @Test
  void aCodeNamesTheBoxAndItsKey() {
    DevicePage.Offer offer =
        DevicePage.offer("7KQ2M-4XWBD", Role.TILL, "10.0.0.1", 443, "k".repeat(43));
    assertEquals(
        QrCode.of("roadcase:pair?box=10.0.0.1:443&code=7KQ2M-4XWBD&key=" + "k".repeat(43)),
        offer.qr());
    assertFalse(offer.near());
    for (String near : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertTrue(DevicePage.offer("A-B", Role.TILL, near, 1, "k").near(), near);
    }
    assertEquals(
        QrCode.of("roadcase:pair?box=%5Bfe80::1%5D:443&code=A-B&key=k"),
        DevicePage.offer("A-B", Role.TILL, "[fe80::1]", 443, "k").qr());
  }

  @Test
  void withoutScriptThePageHasAllOfIt() {
    String page =
        new String(
            DevicePage.page(
                Samples.devices(), Samples.frame(Mode.LIVE), Optional.empty(), Optional.empty()),
            StandardCharsets.UTF_8);
    parts.forEach((id, html) -> assertTrue(page.contains(html), id));
    assertTrue(page.contains("data-said=\"A device is waiting.\"></div>"), "and says none of it");
    assertTrue(page.contains("<noscript>"), page);
    for (Role role : Role.values()) {
      assertTrue(page.contains("<option value=\"" + role.word() + "\">"), page);
    }
  }

  private String plain(String part) {
    return String.valueOf(parts.get(part)).replace(Words.NB, " ");
  }
}
