package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "box",
        "box.local",
        "Box-1.local.",
        "my_box",
        "192.0.2.1",
        "192.0.2.1:8443",
        "box:0",
        "box:",
        "box:65535",
        "[::1]",
        "[2001:db8::1]:8443",
        "[FE80::1]"
      })
  void aNameOrAnAddressWithOrWithoutAPort(String host) {
    assertTrue(HostHeader.canBe(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        ":80",
        "a,b",
        "a b",
        "a;b",
        "a=b",
        "(a)",
        "user@box",
        "box/crew",
        "box?x",
        "box#x",
        "box\\x",
        "b\u00fcro",
        "%zz",
        "%41",
        "box%2e",
        "[",
        "]",
        "[]",
        "[]:80",
        "[::1",
        "::1",
        "[::1]x",
        "[::1]]",
        "[[::1]]",
        "[::1]:x",
        "[box]",
        "[1.2.3.4]",
        "[1::2::3]",
        "[::ffff:192.0.2.66]",
        "[fe80::1%25eth0]",
        "[v1.x]",
        "box:x",
        "box:-1",
        "box:+1",
        "box:65536",
        "box:000080",
        "box:80:80",
        "box: 80"
      })
  void andNothingElse(String host) {
    assertFalse(HostHeader.canBe(host), host);
  }

  @Test
  void noneIsLongerThanANameMayBe() {
    assertTrue(HostHeader.canBe("a".repeat(255)));
    assertFalse(HostHeader.canBe("a".repeat(256)));
  }
}
