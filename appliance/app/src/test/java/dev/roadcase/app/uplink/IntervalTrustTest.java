package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Now;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** By which moment a broker's certificate is judged. The machine's own clock is right all along. */
class IntervalTrustTest {
  private static final Instant TODAY = Instant.now();
  private static final Duration YEARS = Duration.ofDays(3_653);
  private static TestAuthority fleet;

  @BeforeAll
  static void make() throws Exception {
    fleet = TestAuthority.make("fleet");
  }

  @Test
  void aBoxThatKnowsThePastAloneBelievesWhatIsGoodLater() throws Exception {
    X509Certificate[] chain = fleet.server(TODAY.minusSeconds(60), TODAY.plus(YEARS));
    assertGood(chain, since(TODAY.minus(YEARS)));
    assertGood(chain, since(TODAY));
  }

  @Test
  void whatIsGoodAtSomeMomentOfTheIntervalIsGood() throws Exception {
    // By the machine's clock this one ended a year ago, and the other one begins next year.
    Duration year = Duration.ofDays(365);
    X509Certificate[] old = fleet.server(TODAY.minus(YEARS), TODAY.minus(year));
    assertGood(old, since(TODAY.minus(year).minusSeconds(3600)));
    assertGood(old, between(TODAY.minus(YEARS), TODAY));
    X509Certificate[] young = fleet.server(TODAY.plus(year), TODAY.plus(YEARS));
    assertGood(young, since(TODAY));
    assertGood(young, between(TODAY, TODAY.plus(year).plusSeconds(60)));
  }

  @Test
  void whatHasCertainlyEndedIsRefusedWhateverTheMachinesClockSays() throws Exception {
    X509Certificate[] chain = fleet.server(TODAY.minusSeconds(60), TODAY.plusSeconds(600));
    String said = refused(chain, since(TODAY.plus(YEARS)));
    assertTrue(said.startsWith("the clock is off, or upstream's certificate has ended: "), said);
    assertTrue(said.contains("this box knows that it is " + year(TODAY.plus(YEARS))), said);
    assertTrue(said.contains("selling goes on"), said);
  }

  @Test
  void whatHasCertainlyNotBegunIsRefusedAndTheClockIsNamed() throws Exception {
    X509Certificate[] chain = fleet.server(TODAY.minusSeconds(60), TODAY.plus(YEARS));
    String said = refused(chain, between(TODAY.minus(YEARS), TODAY.minus(Duration.ofDays(1))));
    assertTrue(said.startsWith("the clock is off: "), said);
  }

  @Test
  void whoeverElseHasSignedItIsNotBelievedAtAnyTime() throws Exception {
    X509Certificate[] theirs =
        TestAuthority.make("fleet").server(TODAY.minus(YEARS), TODAY.plus(YEARS));
    for (Now now : new Now[] {since(TODAY.minus(YEARS)), since(TODAY), between(TODAY, TODAY)}) {
      assertThrows(CertificateException.class, () -> check(theirs, now));
    }
  }

  @Test
  void aBrokerUnderAnotherNameIsRefused() throws Exception {
    assertDoesNotThrow(() -> call("localhost"));
    SSLException refused = assertThrows(SSLException.class, () -> call("broker.example.org"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("broker.example.org"), refused::toString);
  }

  /** Shakes hands with a server for localhost that is said to be {@code host}. */
  private static void call(String host) throws Exception {
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(
        null,
        new TrustManager[] {new IntervalTrust(fleet.root(), () -> since(TODAY.minus(YEARS)))},
        null);
    try (ServerSocket server =
            fleet
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      Thread.ofVirtual().start(() -> answer(server));
      SSLSocket line =
          (SSLSocket)
              client.getSocketFactory().createSocket(plain, host, server.getLocalPort(), true);
      SSLParameters parameters = line.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      line.setSSLParameters(parameters);
      line.startHandshake();
    }
  }

  private static void answer(ServerSocket server) {
    try (Socket line = server.accept()) {
      var _ = line.getInputStream().read();
    } catch (IOException e) {
      // The client says what it thinks of the certificate.
    }
  }

  private static void assertGood(X509Certificate[] chain, Now now) {
    assertDoesNotThrow(() -> check(chain, now));
  }

  private static String refused(X509Certificate[] chain, Now now) {
    return String.valueOf(
        assertThrows(CertificateException.class, () -> check(chain, now)).getMessage());
  }

  private static void check(X509Certificate[] chain, Now now) throws CertificateException {
    new IntervalTrust(fleet.root(), () -> now).checkServerTrusted(chain, "UNKNOWN");
  }

  private static Now since(Instant lo) {
    long at = lo.toEpochMilli();
    return new Now("boot", 0, at, Now.OPEN, at);
  }

  private static Now between(Instant lo, Instant hi) {
    return new Now("boot", 0, lo.toEpochMilli(), hi.toEpochMilli(), lo.toEpochMilli());
  }

  private static String year(Instant at) {
    return at.toString().substring(0, 4);
  }
}
