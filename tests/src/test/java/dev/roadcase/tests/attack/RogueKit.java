package dev.roadcase.tests.attack;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.EventMessage;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Source;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A kit's certificate in whatever hands: connects as it likes and says what it likes. */
final class RogueKit {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final char[] PASSWORD = {};

  private final KitFolder keys;
  private final int port;
  private final SigningKey till = SigningKey.make(CHANCE);
  private final DeviceId device = DeviceId.of(till.publicKey());
  private final Source source;
  private final Map<DeltaClass, Long> sequences = new EnumMap<>(DeltaClass.class);
  private long signed;
  private long said;

  RogueKit(KitFolder keys, int port) {
    this.keys = keys;
    this.port = port;
    source =
        new Source(
            keys.fleet(), keys.kit(), Incarnation.born(1_795_340_000_000L, CHANCE.nextInt()));
  }

  String clientId() {
    return "roadcase-" + keys.fleet() + "-" + keys.kit();
  }

  String topic(String below) {
    return "roadcase/v1/" + keys.fleet() + "/" + keys.kit() + "/" + below;
  }

  /** Connects under a name; the caller disconnects. */
  Mqtt5BlockingClient connect(String clientId) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(KeyStores.identity(keys.key(), keys.chain(), PASSWORD), PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(keys.root()));
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier(clientId)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .sslConfig(
                MqttClientSslConfig.builder()
                    .keyManagerFactory(own)
                    .trustManagerFactory(trust)
                    .build())
            .buildBlocking();
    client.connect();
    return client;
  }

  /** Sends events one by one, and waits for the broker's answers to all. */
  void send(List<DeltaEvent> events) throws Exception {
    Mqtt5BlockingClient client = connect(clientId());
    List<CompletableFuture<Mqtt5PublishResult>> answers = new ArrayList<>();
    for (DeltaEvent event : events) {
      EventMessage message = EventCodec.single(event);
      var properties = Mqtt5UserProperties.builder();
      for (Map.Entry<String, String> one : message.userProperties().entrySet()) {
        properties = properties.add(one.getKey(), one.getValue());
      }
      answers.add(
          client
              .toAsync()
              .publishWith()
              .topic(topic(message.topic()))
              .qos(MqttQos.AT_LEAST_ONCE)
              .contentType(message.contentType())
              .userProperties(properties.build())
              .payload(message.payload())
              .send());
    }
    for (CompletableFuture<Mqtt5PublishResult> answer : answers) {
      answer.get(60, TimeUnit.SECONDS);
    }
    client.disconnect();
  }

  SignedSale sale(long total) {
    Sale sale =
        new Sale(
            new DeviceSequence(device, ++signed),
            nonce(),
            1,
            List.of(new Line(new Sku("MUG-01"), new Quantity(1000), total, 0)),
            Tender.CASH,
            total,
            EUR);
    return SaleJson.journalledSale(
        CompactJws.sign(till, SaleJson.SALE_TYP, device.value(), SaleJson.write(sale)));
  }

  DeltaEvent taken(SignedSale sale) {
    return event(
        DeltaClass.P0, "sale-taken", "sale/" + sale.receipt(), body(sale.receipt(), sale.jws()));
  }

  /** With another key than the till's. */
  DeltaEvent forged() {
    Sale sale = sale(100).sale();
    String jws =
        CompactJws.sign(
            SigningKey.make(CHANCE), SaleJson.SALE_TYP, device.value(), SaleJson.write(sale));
    return taken(SaleJson.journalledSale(jws));
  }

  DeltaEvent refund(ReceiptToken of, long amount) {
    Refund refund =
        new Refund(new DeviceSequence(device, ++signed), nonce(), of, amount, EUR, "too big");
    String jws = CompactJws.sign(till, SaleJson.REFUND_TYP, device.value(), SaleJson.write(refund));
    ReceiptToken receipt = SaleJson.journalledRefund(jws).receipt();
    return event(DeltaClass.P0, "refund-given", "sale/" + of, body(receipt, jws));
  }

  DeltaEvent paired() {
    String body =
        "{\"device\":\"%s\",\"x\":\"%s\",\"y\":\"%s\",\"role\":\"till\",\"name\":\"T\",\"code\":\"\"}"
            .formatted(device, till.publicKey().x(), till.publicKey().y());
    return event(DeltaClass.P1, "device-paired", "device/" + device, body);
  }

  /** Says something as if it were a board that nobody has heard before. */
  DeltaEvent born(int number) {
    Source anew =
        new Source(source.fleet(), source.kit(), Incarnation.born(number, CHANCE.nextInt()));
    return event(anew, DeltaClass.P2, 1, "power-changed", "power", "{\"percent\":1}");
  }

  private DeltaEvent event(DeltaClass deltaClass, String word, String key, String body) {
    return event(source, deltaClass, sequences.merge(deltaClass, 1L, Long::sum), word, key, body);
  }

  private DeltaEvent event(
      Source from, DeltaClass deltaClass, long seq, String word, String key, String body) {
    long time = 1_795_340_000_000L + ++said;
    return new DeltaEvent(
        from.kit() + "/" + from.incarnation() + "/site/" + said,
        from,
        new EventType(word, 1),
        time,
        deltaClass,
        seq,
        new Hlc(time << 16),
        Mode.LIVE,
        key,
        body);
  }

  private static String body(ReceiptToken receipt, String jws) {
    return "{\"receipt\":\"" + receipt + "\",\"jws\":\"" + jws + "\"}";
  }

  private static String nonce() {
    byte[] nonce = new byte[16];
    CHANCE.nextBytes(nonce);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
  }
}
