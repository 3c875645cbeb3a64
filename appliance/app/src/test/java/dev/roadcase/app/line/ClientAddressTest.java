package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void aPhoneThatChangesItsPrivacyAddressIsOnePhone() throws Exception {
    String one = of("2001:db8:1:2:a1b2:c3d4:e5f6:1");
    assertEquals(one, of("2001:db8:1:2::99"));
    assertEquals(one, of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertNotEquals(one, of("2001:db8:1:3:a1b2:c3d4:e5f6:1"));
    assertEquals(one, ClientAddress.of(SocketAddress.inetSocketAddress(443, "2001:db8:1:2::7")));
    InetSocketAddress near = new InetSocketAddress(InetAddress.getByName("fe80::2"), 1);
    assertEquals(of("fe80::1"), ClientAddress.of(SocketAddress.inetSocketAddress(near)));
  }

  @Test
  void anIpv4AddressIsItselfInWhicheverClothes() throws Exception {
    assertEquals("192.0.2.7", of("192.0.2.7"));
    assertEquals("192.0.2.7", of("::ffff:192.0.2.7"));
    assertNotEquals(of("192.0.2.7"), of("192.0.2.8"));
    assertEquals("192.0.2.7", ClientAddress.of(SocketAddress.inetSocketAddress(1, "192.0.2.7")));
  }

  @Test
  void whoIsGoneHasNoAddress() {
    assertEquals("", ClientAddress.of((SocketAddress) null));
  }

  private static String of(String literal) throws Exception {
    return ClientAddress.of(InetAddress.getByName(literal));
  }
}
