package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.wire.json.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final Target SALES = Target.of("https://box.example/sales/a~1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://box.example/sales/a~1",
        "HTTPS://BOX.Example/sales/a~1",
        "https://box.example:443/sales/a~1",
        "https://box.example:/sales/a~1",
        "https://box.example/sales/%61%7E1",
        "https://box.example/sales/%61%7e1",
        "https://box.example/sales/a~1?q=1",
        "https://box.example/sales/a~1#f",
        "https://box.example/sales/a~1?/../x#%"
      })
  void spellingsOfOneTargetAreEqual(String htu) {
    assertTrue(SALES.isNamedBy(htu));
    assertEquals(SALES, Target.of(htu));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://box.example/sales/a~1",
        "https://box.example:8443/sales/a~1",
        "https://box.example./sales/a~1",
        "https://box.example.evil/sales/a~1",
        "https://other.example/sales/a~1",
        "https://box.example/Sales/a~1",
        "https://box.example/sales/a~1/",
        "https://box.example//sales/a~1",
        "https://box.example/sales/a",
        "https://box.example/sales/a~2",
        "https://box.example",
        "https://box.example/"
      })
  void anotherTargetIsAnother(String htu) {
    assertFalse(SALES.isNamedBy(htu));
    assertEquals(Target.of(htu), Target.of(htu));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/sales",
        "sales",
        "//box.example/sales",
        "https:///sales",
        "https://",
        "https:/box.example/sales",
        "https:box.example",
        "ftp://box.example/sales",
        "javascript://box.example/sales",
        "https://me@box.example/sales",
        "https://me:you@box.example/sales",
        "https://box.example@evil.example/sales",
        "https://box.example\\@evil.example/sales",
        "https://box.example:0/sales",
        "https://box.example:0443/sales",
        "https://box.example:65536/sales",
        "https://box.example:999999/sales",
        "https://box.example:-1/sales",
        "https://box.example:44 3/sales",
        "https://box%2eexample/sales",
        "https://b\u00f6x.example/sales",
        "https://box.example/../sales",
        "https://box.example/x/../sales",
        "https://box.example/./sales",
        "https://box.example/sales/..",
        "https://box.example/sales/.",
        "https://box.example/sales/..;a=b/x",
        "https://box.example/%2e%2e/sales",
        "https://box.example/.%2E/sales",
        "https://box.example/a%2eb",
        "https://box.example/a%2Fb",
        "https://box.example/a%5cb",
        "https://box.example/a\\b",
        "https://box.example/a%00b",
        "https://box.example/a%0d%0ab",
        "https://box.example/a%7f",
        "https://box.example/a%",
        "https://box.example/a%4",
        "https://box.example/a%zz",
        "https://box.example/a%\uff14\uff11",
        "https://box.example/a b",
        "https://box.example/a\tb",
        "https://box.example/s\u0430les",
        " https://box.example/sales",
        "https://box.example/sales ",
        "https://box.example/sales\n",
        "https://[::1/sales",
        "https://[]/sales"
      })
  void whatSomebodyMayReadOtherwiseIsRefused(String htu) {
    assertThrows(Malformed.class, () -> Target.of(htu));
    assertFalse(SALES.isNamedBy(htu));
  }

  @Test
  void escapesThatStayAreWrittenInCapitals() {
    assertEquals("/caf%C3%A9", Target.of("https://box.example/caf%c3%a9").path());
    assertEquals("/a.b..c/...", Target.of("https://box.example/a.b..c/...").path());
  }

  @Test
  void aSchemesOwnPortNeedNotBeSaid() {
    assertEquals(80, Target.of("http://192.168.4.1").port());
    assertEquals(Target.of("http://[FE80::1]:80/"), Target.of("http://[fe80::1]"));
    assertEquals("/", Target.of("http://192.168.4.1").path());
  }
}
