package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes deltas as a box makes them: sequences per class, signed sales, ids that follow. */
final class PretendBox {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final SecureRandom CHANCE = new SecureRandom();

  final Source source;
  private final SigningKey till = SigningKey.make(CHANCE);
  private final DeviceId device = DeviceId.of(till.publicKey());
  private final Map<DeltaClass, Long> sequences = new EnumMap<>(DeltaClass.class);
  private long signed;
  private long facts;

  PretendBox(String fleet, String kit, long born) {
    source =
        new Source(new FleetId(fleet), new KitId(kit), Incarnation.born(born, CHANCE.nextInt()));
  }

  Box box() {
    return new Box(source.kit(), source.incarnation());
  }

  /** Its till, as boxes of a mode know it. */
  DeltaEvent paired(Mode mode) {
    return paired(device, till, mode);
  }

  /** A till's key under any name. */
  DeltaEvent paired(DeviceId id, SigningKey key, Mode mode) {
    String body =
        "{\"device\":\"%s\",\"x\":\"%s\",\"y\":\"%s\",\"role\":\"till\",\"name\":\"T\",\"code\":\"\"}"
            .formatted(id, key.publicKey().x(), key.publicKey().y());
    return event(DeltaClass.P1, "device-paired", "device/" + id, mode, body);
  }

  DeviceId device() {
    return device;
  }

  /** As if its till's key had come long ago, in every mode. */
  PretendBox knownIn(Path folder) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("upstream.db"));
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO device VALUES (?1, 0, ?2, ?3, ?4, 0), (?1, 1, ?2, ?3, ?4, 0)")) {
      insert.setString(1, device.value());
      insert.setString(2, till.publicKey().x());
      insert.setString(3, till.publicKey().y());
      insert.setString(4, source.kit().value());
      insert.executeUpdate();
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same payload, so the same receipt, signed by a key that is not the till's. */
  SignedSale forged(SignedSale sale) {
    return SaleJson.journalledSale(
        CompactJws.sign(
            SigningKey.make(CHANCE),
            SaleJson.SALE_TYP,
            device.value(),
            SaleJson.write(sale.sale())));
  }

  /** What a till signs; no box has seen it yet. */
  SignedSale signedSale(long total) {
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

  DeltaEvent taken(SignedSale sale, Mode mode) {
    return event(
        DeltaClass.P0,
        "sale-taken",
        "sale/" + sale.receipt(),
        mode,
        body(sale.receipt(), sale.jws()));
  }

  DeltaEvent sale(long total, Mode mode) {
    return taken(signedSale(total), mode);
  }

  DeltaEvent refund(ReceiptToken of, long amount, Mode mode) {
    return refund(of, amount, EUR, mode);
  }

  DeltaEvent refund(ReceiptToken of, long amount, Currency currency, Mode mode) {
    Refund refund =
        new Refund(new DeviceSequence(device, ++signed), nonce(), of, amount, currency, "too big");
    String jws = CompactJws.sign(till, SaleJson.REFUND_TYP, device.value(), SaleJson.write(refund));
    ReceiptToken receipt = SaleJson.journalledRefund(jws).receipt();
    return event(DeltaClass.P0, "refund-given", "sale/" + of, mode, body(receipt, jws));
  }

  DeltaEvent power(int percent) {
    String body = "{\"mains\":false,\"percent\":" + percent + ",\"minutesLeft\":90}";
    return event(DeltaClass.P2, "power-changed", "power", Mode.LIVE, body);
  }

  DeltaEvent reading() {
    long seq = next(DeltaClass.P3);
    return DeltaEvent.telemetry(
        source.kit(),
        source.incarnation(),
        source.fleet(),
        seq,
        "temperature",
        "sensor/" + seq % 7,
        1_795_340_000_000L + seq,
        Mode.LIVE,
        "{\"celsius\":21.5}");
  }

  DeltaEvent event(DeltaClass deltaClass, String word, String key, Mode mode, String body) {
    long seq = next(deltaClass);
    long time = 1_795_340_000_000L + ++facts;
    return new DeltaEvent(
        source.kit() + "/" + source.incarnation() + "/site/" + facts,
        source,
        new EventType(word, 1),
        time,
        deltaClass,
        seq,
        new Hlc(time << 16),
        mode,
        key,
        body);
  }

  /** Takes a sequence out of use, as coalescing does. */
  long next(DeltaClass deltaClass) {
    return sequences.merge(deltaClass, 1L, Long::sum);
  }

  /** What the broker would hand over. */
  Arrival arrival(EventMessage message) {
    return new Arrival(
        prefix() + message.topic(),
        message.contentType(),
        new ArrayList<>(message.userProperties().entrySet()),
        message.payload());
  }

  Arrival arrival(DeltaEvent event) {
    return arrival(EventCodec.single(event));
  }

  String prefix() {
    return "roadcase/v1/" + source.fleet() + "/" + source.kit() + "/";
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
