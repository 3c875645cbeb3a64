package dev.roadcase.app.uplink;

import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** A writer with its journal in memory, and the uplink beside it. */
final class PretendBox implements DeltaSource, UplinkLedger, AutoCloseable {
  static final FleetId FLEET = new FleetId("acme");
  static final SigningKey UPSTREAM = SigningKey.make(new SecureRandom());

  private static final DeviceId TILL = new DeviceId("d-0123456789abcdef");

  final KitId kit;
  final Incarnation incarnation =
      Incarnation.born(System.currentTimeMillis(), ThreadLocalRandom.current().nextInt());
  final Outbox outbox = new Outbox(incarnation);
  final SetBack setBack = new SetBack();
  final List<LinkReport> reports = new ArrayList<>();
  volatile Throwable bug;
  volatile int acksWritten;
  final List<Long> timesHeard = new CopyOnWriteArrayList<>();

  private final ChainHeads heads;
  private final Map<DeltaClass, List<DeltaEvent>> journal = new EnumMap<>(DeltaClass.class);
  private final Random random = new Random(1);
  private MqttUplink uplink;

  PretendBox(String kit) {
    this.kit = new KitId(kit);
    heads =
        new ChainHeads(
            this.kit,
            incarnation,
            new FactJson(id -> {
              throw new IllegalArgumentException("no packs here");
            }));
    for (DeltaClass deltaClass : DeltaClass.values()) {
      journal.put(deltaClass, new ArrayList<>());
    }
  }

  void connect(URI broker, Optional<TlsIdentity> identity) {
    uplink =
        new MqttUplink(
            new UplinkConfig(
                broker, identity, FLEET, kit, incarnation, UPSTREAM.publicKey(), "test"),
            this,
            this,
            outbox,
            setBack,
            report -> {
              synchronized (reports) {
                reports.add(report);
              }
            },
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble(),
            e -> bug = e);
    uplink.start(now());
  }

  UplinkStats stats() {
    return uplink.stats();
  }

  MqttUplink uplink() {
    return uplink;
  }

  /** Returns the ids of the events. */
  synchronized List<String> commit(List<FactBody> bodies) {
    List<Entry> entries = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (FactBody body : bodies) {
      Entry entry = heads.seal(now(), Mode.DEMO, "c", body);
      heads.apply(entry);
      outbox.apply(entry);
      setBack.apply(entry);
      DeltaClass deltaClass = body.type().reach().deltaClass();
      if (deltaClass != null) {
        journal.get(deltaClass).add(DeltaEvent.of(entry.bytes(), FLEET, incarnation));
      }
      entries.add(entry);
      ids.add(entry.fact().id());
    }
    heads.publish();
    outbox.publish();
    setBack.publish();
    if (uplink != null) {
      uplink.committed(entries);
    }
    return ids;
  }

  List<String> sales(int count) {
    List<FactBody> sales = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sales.add(sale());
    }
    return commit(sales);
  }

  /** Urgent, like a refund. */
  String revocation() {
    return commit(List.of(new DeviceRevoked(TILL, "lost"))).getFirst();
  }

  synchronized void telemetry(int count) {
    List<DeltaEvent> rows = journal.get(DeltaClass.P3);
    long from = rows.size() + 1;
    for (long seq = from; seq < from + count; seq++) {
      rows.add(
          DeltaEvent.telemetry(
              kit,
              incarnation,
              FLEET,
              seq,
              "power",
              "power",
              System.currentTimeMillis(),
              Mode.DEMO,
              "{\"sensor\":\"tray-%d\",\"celsius\":%.2f,\"volts\":%.3f,\"amperes\":%.3f,\"percent\":%d}"
                  .formatted(
                      random.nextInt(50),
                      random.nextDouble() * 40,
                      12 + random.nextDouble(),
                      random.nextDouble() * 3,
                      random.nextInt(100))));
    }
    outbox.telemetryAdded(from, from + count - 1);
    outbox.publish();
    if (uplink != null) {
      uplink.telemetryCommitted(from, from + count - 1, 200);
    }
  }

  boolean reconciled() {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      if (!outbox.reconciled(deltaClass)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized List<DeltaEvent> read(
      DeltaClass deltaClass, long from, long to, int maxBytes) {
    List<DeltaEvent> read = new ArrayList<>();
    int bytes = 0;
    for (long seq = from; seq <= Math.min(to, journal.get(deltaClass).size()); seq++) {
      DeltaEvent event = journal.get(deltaClass).get((int) seq - 1);
      bytes += event.body().length();
      if (!read.isEmpty() && bytes > maxBytes) {
        break;
      }
      read.add(event);
    }
    return read;
  }

  @Override
  public synchronized void acknowledged(CheckedAck ack) {
    commit(outbox.acknowledged(ack));
    acksWritten++;
  }

  @Override
  public synchronized void setBack(SetBackFound evidence) {
    setBack.note(evidence).ifPresent(found -> commit(List.of(found)));
  }

  @Override
  public void heard(Ack ack) {
    timesHeard.add(ack.issued());
  }

  /** The journal is set back: what was written from {@code from} on was another thing. */
  synchronized void rewrite(DeltaClass deltaClass, int from) {
    List<DeltaEvent> events = journal.get(deltaClass);
    for (int i = from - 1; i < events.size(); i++) {
      DeltaEvent was = events.get(i);
      events.set(
          i,
          new DeltaEvent(
              was.id(),
              was.source(),
              was.type(),
              was.epochMillis() + 1,
              was.deltaClass(),
              was.seq(),
              was.hlc(),
              was.mode(),
              was.key(),
              was.body()));
    }
  }

  @Override
  public void close() {
    if (uplink != null) {
      uplink.close();
    }
  }

  private SaleTaken sale() {
    byte[] signed = new byte[450];
    random.nextBytes(signed);
    Sale sale =
        new Sale(
            new DeviceSequence(TILL, 1),
            "0123456789abcdefghijkl",
            1,
            List.of(new Line(new Sku("TEE-BLACK-M"), new Quantity(1000), 2500, 399)),
            Tender.CASH,
            2500,
            Currency.getInstance("EUR"));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    return new SaleTaken(
        new SignedSale(sale, text, ReceiptToken.of(text.getBytes(StandardCharsets.US_ASCII))));
  }

  private static Now now() {
    long wall = System.currentTimeMillis();
    return new Now("boot-1", System.nanoTime(), wall, Now.OPEN, wall);
  }
}
