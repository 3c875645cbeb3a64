package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.NotTrusted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that was revoked opens nothing at our broker, whoever carries it. */
class RevokedStayOutTest {
  /** One story, because the broker is one and what is on a list stays out. */
  @Test
  void whoWasRevokedIsSentAwayAndStaysOutWhateverBecomesOfTheList() throws Exception {
    TestBroker.Kit stolen = TestBroker.kit("stolen-1");
    TestBroker.Kit good = TestBroker.kit("good-1");
    TestBroker.Kit ofLostShow = TestBroker.kitOfAnotherShow("lost-1", "lost");
    try (TestLine its = TestLine.open(stolen);
        TestLine goods = TestLine.open(good);
        TestLine losts = TestLine.open(ofLostShow)) {
      TestBroker.revoke(1, List.of(stolen), List.of());
      Awaiting.until("the revoked is sent away", () -> !its.connected());
      assertTurnedAway(stolen);
      assertTrue(goods.connected(), "the others stay");
      assertTrue(losts.connected());

      TestBroker.revoke(2, List.of(stolen), List.of(serialOfShow(ofLostShow)));
      Awaiting.until("a revoked show takes its kits along", () -> !losts.connected());
      assertTurnedAway(ofLostShow);
      assertTrue(goods.connected());

      // An older list brings nobody back, nor does one that nobody can read.
      TestBroker.revoke(0, List.of(), List.of());
      assertTurnedAway(stolen);
      TestBroker.damageTheLists();
      assertTurnedAway(stolen);
      assertTurnedAway(ofLostShow);
      TestLine.open(good).close();
      TestBroker.revoke(3, List.of(stolen), List.of(serialOfShow(ofLostShow)));
    }
  }

  @Test
  void aListThatIsNoneIsSaidWhenItStartsAndNotLater(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("crl.pem");
    Files.writeString(file, "nothing");
    NotTrusted e =
        assertThrows(
            NotTrusted.class, () -> RevocationsFile.open(file, List.<X509Certificate>of()));
    assertTrue(e.getMessage().contains("roadcase fleet revoke"), e.getMessage());
    Files.delete(file);
    RevocationsFile.open(file, List.of()).look();
  }

  private static String serialOfShow(TestBroker.Kit kit) {
    return Certificates.serial(kit.show());
  }

  private static void assertTurnedAway(TestBroker.Kit kit) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> TestLine.open(kit));
    Mqtt5ConnAckException refused = (Mqtt5ConnAckException) e.getCause();
    assertEquals(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED, refused.getMqttMessage().getReasonCode());
  }
}
