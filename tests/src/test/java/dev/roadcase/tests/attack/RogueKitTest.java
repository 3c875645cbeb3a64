package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One kit's certificate against an upstream and the other kits. */
class RogueKitTest {
  private static final long MOST = (1L << 53) - 1;

  @TempDir private Path folder;
  private UpstreamTarget upstream;
  private RogueKit honest;
  private RogueKit rogue;

  @BeforeEach
  void start() throws Exception {
    upstream = new UpstreamTarget(folder);
    honest = upstream.kit(UpstreamTarget.HONEST);
    rogue = upstream.kit(UpstreamTarget.ROGUE);
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
  }

  @Test
  void noKitTakesAnothersSession() throws Exception {
    Mqtt5BlockingClient its = honest.connect(honest.clientId());
    String upstreams =
        "upstream-" + upstream.text("SELECT value FROM setting WHERE name = 'worker'");
    for (String name : List.of(honest.clientId(), upstreams, "anything")) {
      assertThrows(
          Mqtt5ConnAckException.class,
          () -> rogue.connect(name).disconnect(),
          "connected under the name " + name);
    }
    assertTrue(its.getState().isConnected(), "the honest kit was put off");
    its.disconnect();
  }

  @Test
  void noRefundsStopTheUpstreamOrChangeAnothersBooks() throws Exception {
    SignedSale sale = honest.sale(100);
    honest.send(List.of(honest.paired(), honest.taken(sale)));
    SignedSale own = rogue.sale(100);
    List<DeltaEvent> flood = new ArrayList<>(List.of(rogue.paired(), rogue.taken(own)));
    for (int i = 0; i < 1_030; i++) {
      flood.add(rogue.refund(sale.receipt(), MOST));
      flood.add(rogue.refund(own.receipt(), MOST));
    }
    flood.add(rogue.refund(sale.receipt(), 40));
    rogue.send(flood);
    honest.send(List.of(honest.refund(sale.receipt(), 1)));

    until("all is stored", () -> upstream.number("SELECT count(*) FROM delta") == flood.size() + 3);
    assertTrue(upstream.up(), "the upstream goes on: " + upstream.said());
    assertEquals(1, refunded(sale), "the honest till's own refund and no other");
    assertEquals(0, refunded(own), "given back more than was paid");
    assertTrue(upstream.said().contains("dead letters"), "and the log says so");
  }

  @Test
  void aSaleThatItsDeviceHasNotSignedIsNoMoney() throws Exception {
    rogue.send(List.of(rogue.forged(), rogue.paired(), rogue.forged(), rogue.taken(rogue.sale(5))));

    until("all is stored", () -> upstream.number("SELECT count(*) FROM delta") == 4);
    assertEquals(
        5, upstream.number("SELECT sum(total) FROM live_sale"), "counted what nobody signed");
    assertEquals(2, upstream.number("SELECT count(*) FROM dead_letter"));
  }

  @Test
  void anEventThatFailsHalfWayLeavesNothing() throws Exception {
    upstream.sql(
        """
        CREATE TRIGGER poison AFTER INSERT ON sale WHEN NEW.total = 666
        BEGIN SELECT RAISE(FAIL, 'poison'); END
        """);
    honest.send(
        List.of(
            honest.paired(),
            honest.taken(honest.sale(100)),
            honest.taken(honest.sale(666)),
            honest.taken(honest.sale(200))));

    until("all is stored", () -> upstream.number("SELECT count(*) FROM delta") == 4);
    assertTrue(upstream.up(), "the upstream goes on: " + upstream.said());
    assertEquals(
        300, upstream.number("SELECT sum(total) FROM sale"), "half of an event in the books");
  }

  @Test
  void noHoardOfOneKitFillsTheMemory() throws Exception {
    byte[] large = new byte[200_000];
    for (String below : List.of("keep/", "up/p3/", "ack/")) {
      for (int i = 0; i < 3; i++) {
        Mqtt5BlockingClient client = rogue.connect(rogue.clientId());
        String topic = rogue.topic(below + i);
        assertThrows(
            RuntimeException.class,
            () ->
                client
                    .publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .payload(large)
                    .send(),
            "retained on " + topic);
      }
    }
    honest.send(List.of(honest.paired(), honest.taken(honest.sale(7))));
    until("the sale is booked", () -> upstream.number("SELECT sum(total) FROM live_sale") == 7);
  }

  @Test
  void aKitThatIsBornAgainAndAgainLeavesTheOthersTheirTurn() throws Exception {
    List<DeltaEvent> flood = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      flood.add(rogue.born(i));
    }
    rogue.send(flood);
    honest.send(List.of(honest.paired(), honest.taken(honest.sale(7))));

    until("the sale is booked", () -> upstream.number("SELECT sum(total) FROM live_sale") == 7);
    assertTrue(
        upstream.number("SELECT count(*) FROM box WHERE kit = 'kit-2'") < 1_000, "bounded lives");
  }

  private long refunded(SignedSale sale) throws Exception {
    return upstream.number(
        "SELECT refunded FROM live_sale WHERE receipt = '" + sale.receipt() + "'");
  }

  /** Waits as long as a slow machine may need. */
  private static void until(String what, Callable<Boolean> so) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(3));
    while (!so.call()) {
      assertTrue(Instant.now().isBefore(end), "still not: " + what);
      Thread.sleep(100);
    }
  }
}
