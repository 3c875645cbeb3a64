package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Letting devices in and putting them out, by thumb. */
class DevicesBrowserTest extends AtTheStand {
  /** Forty characters that are written to the left, have no place to break, and pile up marks. */
  private static final String RUDE =
      "\u05d0\u05d1WWWWWWWWWWWWWWWWWWWWWWWWWWWW\u0301\u0301\u0301\u0301\u0301<b>\u05d0x";

  @Test
  void theDigitsAppearByThemselvesAndATapLetsItIn() throws Exception {
    stand.pair(SigningKey.make(new SecureRandom()), "Till 1");
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page page = crew.page();
      page.locator("a[href='/crew/devices']").click();
      assertThat(page.locator("#waiting")).containsText("No device is waiting");
      // Nobody reloads: the page hears of it.
      Guest guest = stand.guest("Ana's phone");
      Locator card = page.locator("#waiting .card").filter(named("Ana's phone"));
      assertThat(card).containsText("waiting for its six digits");
      assertEquals("authorization_pending", guest.poll());
      assertThat(card.locator(".digits")).hasText(guest.digits());
      assertTrue(crew.shows("#waiting .digits"), "the digits are below the fold");
      double height = card.locator(".digits").boundingBox().height;
      assertTrue(height >= 56, "digits of " + height + " px are not read at arm's length");
      crew.assertFitsTheWidth();
      crew.assertAccessible();
      crew.picture("crew-devices");

      card.getByText("Approve", new Locator.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("[role=status]")).containsText("Ana's phone is paired.");
      assertThat(page.locator("#devices")).containsText("Ana's phone");
      assertEquals("", guest.poll());
      crew.assertAccessible();
      crew.assertStayedHome();
    }
  }

  @Test
  void thePanelSaysThatSomebodyWaitsAndTurningAwayIsOneTap() throws Exception {
    Guest guest = stand.guest("Somebody");
    guest.poll();
    try (Phone crew = chromium.phone().open(stand.crew())) {
      assertThat(crew.page().locator("#details")).containsText("wait");
      crew.page().navigate(stand.secure("/crew/devices").toString());
      crew.page()
          .locator("#waiting .card")
          .filter(named("Somebody"))
          .locator("button[value=turn-away]")
          .click();
      assertThat(crew.page().locator("[role=status]")).containsText("Refused");
      assertEquals("access_denied", guest.poll());
    }
  }

  @Test
  void aRevocationTakesTwoTapsAndTheQuestionStaysOpenWhileTheListMoves() throws Exception {
    DeviceSession lost = stand.pair(SigningKey.make(new SecureRandom()), "Lost tablet");
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page page = crew.page();
      page.navigate(stand.secure("/crew/devices").toString());
      Locator card = page.locator("#devices .card").filter(named("Lost tablet"));
      assertThat(card.locator("button[value=revoke]")).isHidden();
      card.locator("summary").click();
      assertThat(card.locator("button[value=revoke]")).isVisible();
      crew.assertAccessible();
      crew.picture("crew-devices-revoke");
      // Another one comes in while the crew thinks: the list is new, the question still open.
      stand.pair(SigningKey.make(new SecureRandom()), "Second till");
      assertThat(page.locator("#devices .card").filter(named("Second till"))).hasCount(1);
      card.locator("button[value=revoke]").click();
      assertThat(page.locator("[role=status]")).containsText("Lost tablet is blocked.");
      assertThat(page.locator("#out .card").filter(named("Lost tablet"))).isHidden();
      page.locator("#out summary").click();
      assertThat(page.locator("#out .card").filter(named("Lost tablet"))).isVisible();
      assertEquals(403, lost.get(stand.secure("/box")).statusCode());
      crew.assertFitsTheWidth();
      crew.assertAccessible();
    }
  }

  @Test
  void withoutScriptAllOfItWorks() throws Exception {
    DeviceSession lost = stand.pair(SigningKey.make(new SecureRandom()), "Old till");
    Guest guest = stand.guest("Plain phone");
    guest.poll();
    try (Phone crew = chromium.phoneWithoutScript().open(stand.crew())) {
      Page page = crew.page();
      page.locator("a[href='/crew/devices']").click();
      Locator door = page.locator("#waiting .card").filter(named("Plain phone"));
      assertThat(door.locator(".digits")).hasText(guest.digits());
      door.locator("button[value=let-in]").click();
      assertThat(page.locator("[role=status]")).containsText("Plain phone is paired.");
      Locator card = page.locator("#devices .card").filter(named("Old till"));
      card.locator("summary").click();
      card.locator("button[value=revoke]").click();
      assertThat(page.locator("[role=status]")).containsText("Old till is blocked.");
      assertEquals(403, lost.get(stand.secure("/box")).statusCode());
      page.locator("noscript a, a[href='/crew/devices']").first().click();
      assertThat(page.locator("h1")).containsText("Devices");
    }
  }

  @Test
  void aRudeNameKeepsToItsPlaceByDayAndByNight() throws Exception {
    Guest guest = stand.guest(RUDE);
    guest.poll();
    stand.pair(SigningKey.make(new SecureRandom()), RUDE);
    try (Phone day = chromium.phone().open(stand.crew());
        Phone night = chromium.phoneByNight().open(stand.crew())) {
      for (Phone crew : new Phone[] {day, night}) {
        crew.page().navigate(stand.secure("/crew/devices").toString());
        assertThat(crew.page().locator("#waiting .digits").first()).isVisible();
        crew.assertFitsTheWidth();
        crew.assertAccessible();
        crew.assertStayedHome();
      }
      night.picture("crew-devices-night");
      // For whoever looks at this stand next.
      Page page = day.page();
      page.locator("#waiting .card").filter(named("WWW")).locator("[value=turn-away]").click();
      Locator card = page.locator("#devices .card").filter(named("WWW"));
      card.locator("summary").click();
      card.locator("button[value=revoke]").click();
      assertThat(page.locator("#devices .card").filter(named("WWW"))).hasCount(0);
    }
  }

  @Test
  void thePageSaysWhatToDoWhereDigitsAreToComeAndWhereThereAreNone() throws Exception {
    stand.pair(SigningKey.make(new SecureRandom()), "Till 7");
    Guest slow = stand.guest("Slow tablet");
    stand.guestWithoutDigits("Old scanner");
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page page = crew.page();
      page.navigate(stand.secure("/crew/devices").toString());
      Locator due = page.locator("#waiting .card").filter(named("Slow tablet"));
      assertThat(due).containsText("waiting for its six digits");
      assertThat(due.locator("button[value=let-in]")).hasCount(0);
      Locator none = page.locator("#waiting .card").filter(named("Old scanner"));
      assertThat(none).containsText("If the device shows six digits, refuse it");
      crew.assertFitsTheWidth();
      crew.assertAccessible();
      crew.picture("crew-devices-no-digits");
      assertThat(page.locator("#known")).containsText("On this box, blocking works at once");
      assertThat(page.locator("#known"))
          .containsText("may still accept a blocked device for up to 15");
      page.locator("#known").scrollIntoViewIfNeeded();
      crew.picture("crew-devices-known");
      assertEquals("authorization_pending", slow.poll());
      assertThat(due.locator("button[value=let-in]")).isVisible();
      due.locator("button[value=turn-away]").click();
      none.locator("button[value=turn-away]").click();
      assertThat(page.locator("#waiting")).containsText("No device is waiting");
    }
  }

  @Test
  void aCodeIsShownWithItsQrCodeAndOnlyOnce() throws Exception {
    try (Phone crew = chromium.phone().open(stand.crew())) {
      Page page = crew.page();
      page.navigate(stand.secure("/crew/devices").toString());
      page.locator("#role").selectOption("kiosk");
      page.locator("button[value=offer]").click();
      assertThat(page.locator(".big")).hasText(java.util.regex.Pattern.compile("\\w{5}-\\w{5}"));
      assertThat(page.locator("svg.code")).isVisible();
      crew.assertFitsTheWidth();
      crew.assertAccessible();
      crew.assertStayedHome();
      crew.picture("crew-devices-code");
    }
  }

  private static Locator.FilterOptions named(String name) {
    return new Locator.FilterOptions().setHasText(name);
  }
}
