package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kit with a good certificate cannot do, at a real broker with mutual TLS. */
class HostileKitTest {
  private static final SigningKey UPSTREAM = SigningKey.make(new SecureRandom());
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String PREFIX = "roadcase/v1/" + TestBroker.SECURE_FLEET + "/";

  @TempDir private Path folder;
  private UpstreamDatabase database;
  private Ingest ingest;
  private Thread thread;
  private final AtomicReference<Throwable> end = new AtomicReference<>();
  private TestBroker.Kit honest;
  private TestBroker.Kit enemy;

  @BeforeEach
  void start() throws Exception {
    int number = NUMBER.incrementAndGet();
    honest = TestBroker.kit("honest-" + number);
    enemy = TestBroker.kit("enemy-" + number);
    database = UpstreamDatabase.open(folder, TestBroker.SECURE_FLEET);
    UpstreamEpoch epoch = UpstreamEpoch.of(number);
    ingest =
        new Ingest(
            TestBroker.plain(),
            session(),
            TestBroker.SECURE_FLEET,
            TestBroker.backlog(),
            database,
            new Acks(TestBroker.SECURE_FLEET, UPSTREAM, database, epoch, InstantSource.system()),
            new Presence(TestBroker.SECURE_FLEET, epoch),
            new Random(),
            InstantSource.system(),
            new Meter());
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ingest.run();
              } catch (Throwable e) {
                end.set(e);
              }
            });
    assertTrue(ingest.ready(Awaiting.DEADLINE), "ready");
  }

  @AfterEach
  void stop() throws Exception {
    ingest.stop();
    assertTrue(thread.join(Awaiting.DEADLINE), "stopped");
    database.close();
    assertEquals(null, end.get());
  }

  @Test
  void aClientIdIsTheCertificatesAndNobodyElses() throws Exception {
    try (TestLine its = TestLine.open(honest)) {
      for (String name :
          List.of(
              TestBroker.clientId(honest.kit()),
              session(),
              "upstream-0badcafe",
              TestBroker.clientId(enemy.kit()) + "x",
              "anything",
              "")) {
        assertEquals(
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            refused(enemy.address(), name, Mqtt5Connect.builder().build()),
            name);
      }
      assertTrue(its.connected(), "the honest kit was not put off");
      TestLine.open(enemy).close();
    }
    assertEquals(
        Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        refused(
            TestBroker.upstream(),
            TestBroker.clientId(honest.kit()),
            Mqtt5Connect.builder().build()));
    TestLine.open(TestBroker.upstream(), "upstream-of-somebody").close();
  }

  @Test
  void aKitPublishesBelowUpAndItsStateAndRetainsItsStateAlone() throws Exception {
    String mine = PREFIX + enemy.kit() + "/";
    byte[] little = new byte[10];
    allowed(mine + "state", little, MqttQos.AT_LEAST_ONCE, true);
    allowed(mine + "up/p0/x", little, MqttQos.AT_LEAST_ONCE, false);
    for (String topic :
        List.of(
            mine + "up/p0/x",
            mine + "keep/1",
            mine + "ack",
            mine + "ack/0123456789abcdef",
            PREFIX + honest.kit() + "/state",
            PREFIX + honest.kit() + "/ack",
            PREFIX + KitId.UPSTREAM + "/state",
            "other")) {
      denied(topic, little, MqttQos.AT_LEAST_ONCE, true);
    }
    denied(mine + "keep/1", little, MqttQos.AT_LEAST_ONCE, false);
    denied(mine + "up/p0/x", little, MqttQos.EXACTLY_ONCE, false);
    denied(PREFIX + honest.kit() + "/up/p0/x", little, MqttQos.AT_LEAST_ONCE, false);
  }

  @Test
  void aKitHearsItsOwnAcksItsStateAndUpstreamsAlone() throws Exception {
    String mine = PREFIX + enemy.kit() + "/";
    for (String filter : List.of("ack", "ack/+", "state")) {
      try (TestLine line = TestLine.open(enemy)) {
        line.subscribe(mine + filter);
      }
    }
    try (TestLine line = TestLine.open(enemy)) {
      line.subscribe(PREFIX + KitId.UPSTREAM + "/state");
    }
    for (String filter :
        List.of(
            "#",
            PREFIX + "#",
            mine + "#",
            mine + "up/#",
            // One for each incarnation that there may ever be would be kept with the session.
            mine + "ack/0123456789abcdef",
            mine + "ack/" + "a".repeat(60_000),
            mine + "+",
            PREFIX + honest.kit() + "/ack",
            PREFIX + "+/ack",
            "$share/ingest/" + mine + "ack",
            "$share/ingest/" + PREFIX + "+/up/#")) {
      try (TestLine line = TestLine.open(enemy)) {
        assertThrows(ExecutionException.class, () -> line.subscribe(filter), filter);
      }
    }
  }

  @Test
  void aWillIsBoundAsAMessageIs() throws Exception {
    assertEquals(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED, will(PREFIX + honest.kit() + "/ack", 10));
    assertEquals(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED, will(PREFIX + enemy.kit() + "/keep", 10));
    assertEquals(
        Mqtt5ConnAckReasonCode.PACKET_TOO_LARGE,
        will(PREFIX + enemy.kit() + "/state", KitLimits.STATE_MAX + 1));
    assertEquals(
        Mqtt5ConnAckReasonCode.PACKET_TOO_LARGE,
        will(PREFIX + enemy.kit() + "/state", 10, "b".repeat(KitLimits.ATTRIBUTES_MAX)));
  }

  @Test
  void aPacketIsBoundedAndALargeStateIsRefused() throws Exception {
    String mine = PREFIX + enemy.kit() + "/";
    allowed(mine + "up/p0/x", new byte[250_000], MqttQos.AT_LEAST_ONCE, false);
    try (TestLine line = TestLine.open(enemy)) {
      assertEquals(KitLimits.PACKET_MAX, line.packetMax());
      assertThrows(
          Exception.class,
          () ->
              line.publish(
                  mine + "state", new byte[KitLimits.STATE_MAX + 1], MqttQos.AT_LEAST_ONCE, true));
      assertTrue(line.connected(), "refused, and not sent away");
    }
  }

  /** C1: refunds that nobody paid for, and then an honest one. */
  @Test
  void noRefundsOfAKitStopTheUpstreamOrChangeAnothersBooks() throws Exception {
    PretendBox box = box(honest);
    PretendBox rogue = box(enemy);
    SignedSale sale = box.signedSale(100);
    SignedSale own = rogue.signedSale(100);
    try (TestLine its = TestLine.open(honest).hear(box, UPSTREAM.publicKey());
        TestLine line = TestLine.open(enemy).hear(rogue, UPSTREAM.publicKey())) {
      sent(its.send(box, EventCodec.single(box.paired(Mode.LIVE))));
      sent(its.send(box, EventCodec.single(box.taken(sale, Mode.LIVE))));
      List<DeltaEvent> refunds = new ArrayList<>();
      for (int i = 0; i < 1_100; i++) {
        refunds.add(rogue.refund(sale.receipt(), (1L << 53) - 1, Mode.LIVE));
        refunds.add(rogue.refund(own.receipt(), (1L << 53) - 1, Mode.LIVE));
      }
      sent(line.send(rogue, EventCodec.single(rogue.paired(Mode.LIVE))));
      sent(line.send(rogue, EventCodec.single(rogue.taken(own, Mode.LIVE))));
      for (int i = 0; i < refunds.size(); i += 100) {
        sent(line.send(rogue, EventCodec.batch(refunds.subList(i, i + 100))));
      }
      Awaiting.until("all are taken", () -> last(line).prefix() == 2_201);
      sent(its.send(box, EventCodec.single(box.refund(sale.receipt(), 1, Mode.LIVE))));
      Awaiting.until("the honest refund is taken", () -> last(its).prefix() == 2);
    }
    assertEquals(
        1, number("SELECT refunded FROM live_sale WHERE receipt = '" + sale.receipt() + "'"));
    assertEquals(
        0, number("SELECT refunded FROM live_sale WHERE receipt = '" + own.receipt() + "'"));
    assertEquals(1_100, number("SELECT count(*) FROM dead_letter"));
    assertEquals(1_100, number("SELECT count(*) FROM waiting WHERE why = 'open'"));
  }

  /** H6: a flood in ever new incarnations, and one sale of another kit in the middle of it. */
  @Test
  void aFloodOfOneKitLeavesTheOthersTheirTurn() throws Exception {
    PretendBox box = box(honest).knownIn(folder);
    try (TestLine its = TestLine.open(honest).hear(box, UPSTREAM.publicKey());
        TestLine line = TestLine.open(enemy)) {
      List<CompletableFuture<?>> flood = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        PretendBox born = new PretendBox("secure", enemy.kit().value(), i);
        flood.add(line.send(born, EventCodec.single(born.power(1))));
      }
      sent(its.send(box, EventCodec.single(box.sale(100, Mode.LIVE))));
      Awaiting.until("the sale is taken", () -> last(its).prefix() == 1);
      for (CompletableFuture<?> one : flood) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
    assertEquals(1, number("SELECT count(*) FROM live_sale"));
    assertTrue(
        number("SELECT count(*) FROM box WHERE kit = '" + enemy.kit() + "'") <= BoxTable.NEW_A_DAY);
  }

  /** H5: what the database does not take is not kept without end. */
  @Test
  void aKitMayHaveSoMuchUnderWayAndNoMore() throws Exception {
    ingest.stop();
    assertTrue(thread.join(Awaiting.DEADLINE), "nobody takes anything now");
    String mine = PREFIX + enemy.kit() + "/up/p3/batch";
    byte[] large = new byte[250_000];
    int taken = 0;
    try (TestLine line = TestLine.open(enemy);
        TestLine its = TestLine.open(honest)) {
      while (quietly(line, mine, large)) {
        taken++;
        assertTrue(taken * (long) large.length <= KitBacklog.OCTETS_MAX, "bounded");
      }
      assertTrue(taken > 10, "and not by anything else: " + taken);
      its.publish(PREFIX + honest.kit() + "/up/p0/x", large, MqttQos.AT_LEAST_ONCE, false);
    }
  }

  /** A handshake is work before the certificate is seen. */
  @Test
  void aStrangerDoesNotChooseADearHandshake() throws Exception {
    assertEquals("TLSv1.3", handshake("TLSv1.3", null, "x25519"));
    assertEquals("TLSv1.3", handshake("TLSv1.3", null, "secp256r1"));
    for (String group : List.of("ffdhe2048", "ffdhe8192", "secp521r1", "x448")) {
      assertThrows(IOException.class, () -> handshake("TLSv1.3", null, group), group);
    }
    for (String suite :
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA")) {
      IOException refused =
          assertThrows(IOException.class, () -> handshake("TLSv1.2", suite, null), suite);
      assertTrue(String.valueOf(refused).contains("handshake_failure"), refused::toString);
    }
  }

  private String handshake(String protocol, String suite, String group) throws Exception {
    BrokerAddress at = enemy.address();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(at.identity().getKeyManagers(), at.trust().getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.host(), at.port())) {
      socket.setSoTimeout(30_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      if (suite != null) {
        parameters.setCipherSuites(new String[] {suite});
      }
      if (group != null) {
        parameters.setNamedGroups(new String[] {group});
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  /** What a message carries beside its payload is memory, too. */
  @Test
  void theAttributesOfAMessageAreBounded() throws Exception {
    String mine = PREFIX + enemy.kit() + "/";
    int most = KitLimits.ATTRIBUTES_MAX;
    byte[] little = new byte[10];
    try (TestLine line = TestLine.open(enemy)) {
      String topic = mine + "up/p3/batch";
      line.publish(topic, little, Map.of("a", "b".repeat(most - topic.length() - 1)));
      assertThrows(
          Exception.class,
          () -> line.publish(topic, little, Map.of("a", "b".repeat(most - topic.length()))));
      assertThrows(
          Exception.class,
          () ->
              line.publish(
                  mine + "up/p3/" + "c".repeat(most), little, MqttQos.AT_LEAST_ONCE, false));
      assertTrue(line.connected(), "refused, and not sent away");
    }
  }

  private static boolean quietly(TestLine line, String topic, byte[] payload) {
    try {
      line.publish(topic, payload, MqttQos.AT_LEAST_ONCE, false);
      return true;
    } catch (Exception e) {
      assertTrue(
          String.valueOf(e).contains("QUOTA") || String.valueOf(e).contains("PubAck"),
          e.toString());
      return false;
    }
  }

  private void allowed(String topic, byte[] payload, MqttQos qos, boolean retain) throws Exception {
    try (TestLine line = TestLine.open(enemy)) {
      line.publish(topic, payload, qos, retain);
      assertTrue(line.connected(), topic);
    }
  }

  private void denied(String topic, byte[] payload, MqttQos qos, boolean retain) throws Exception {
    try (TestLine line = TestLine.open(enemy)) {
      assertThrows(Exception.class, () -> line.publish(topic, payload, qos, retain), topic);
    }
  }

  private Mqtt5ConnAckReasonCode will(String topic, int size) {
    return will(topic, size, "");
  }

  private Mqtt5ConnAckReasonCode will(String topic, int size, String property) {
    return refused(
        enemy.address(),
        TestBroker.clientId(enemy.kit()),
        Mqtt5Connect.builder()
            .willPublish()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .payload(new byte[size])
            .userProperties(Mqtt5UserProperties.builder().add("a", property).build())
            .applyWillPublish()
            .build());
  }

  private static Mqtt5ConnAckReasonCode refused(
      BrokerAddress broker, String name, Mqtt5Connect connect) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> TestLine.open(broker, name, connect).close());
    return ((Mqtt5ConnAckException) e.getCause()).getMqttMessage().getReasonCode();
  }

  private String session() {
    return "upstream-hostile-" + NUMBER.get();
  }

  private static PretendBox box(TestBroker.Kit kit) {
    return new PretendBox(TestBroker.SECURE_FLEET.value(), kit.kit().value(), 1_000);
  }

  private static void sent(CompletableFuture<?> future) throws Exception {
    future.get(30, TimeUnit.SECONDS);
  }

  private static Covered last(TestLine line) {
    return line.acks().isEmpty() ? Covered.NOTHING : line.acks().getLast().of(DeltaClass.P0);
  }

  private long number(String sql) throws SQLException {
    return new DatabaseFile(folder).number(sql);
  }
}
