package dev.roadcase.wire.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.audit.AuditFact;
import dev.roadcase.core.auth.ClientFact;
import dev.roadcase.core.auth.DeviceFact;
import dev.roadcase.core.auth.PinFact;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.departure.ExportFact;
import dev.roadcase.core.fact.BoxFact;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.link.LinkFact;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockFact;
import dev.roadcase.core.power.PowerFact;
import dev.roadcase.core.queue.UplinkFact;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.SaleFact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The envelope and the bodies, against lines that were written down once and for all. */
class FactJsonTest {
  private static final PackId PACK = new PackId("%064x".formatted(7));
  private static final ClientId CLIENT = new ClientId("c-weather");
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");
  static final FactJson CODEC = new FactJson(FactJsonTest::pack);

  @Test
  void theLinesOfTheFirstReleaseAreReadAndWrittenTheSame() throws IOException {
    List<String> lines = golden();
    Set<FactType> seen = new HashSet<>();
    for (String line : lines) {
      Fact fact = CODEC.decode(line.getBytes(StandardCharsets.UTF_8));
      seen.add(fact.type());
      assertEquals(line, new String(CODEC.encode(fact), StandardCharsets.UTF_8));
    }
    assertEquals(CODEC.types(), seen, "every type has a line");
  }

  @Test
  void aMemberThatALaterReleaseAddsIsPassedOver() throws IOException {
    String line = golden().get(0).replaceFirst("\\{", "{\"later\":1,");
    assertEquals(BoxFact.BOX_STARTED_1, CODEC.decode(line.getBytes(StandardCharsets.UTF_8)).type());
  }

  @Test
  void whatALaterReleaseWroteIsRefusedByName() throws IOException {
    String type = golden().get(0).replace("\"box-started\"", "\"box-danced\"");
    assertTrue(problem(type).contains("box-danced"));
    String version = golden().get(0).replace("\"ver\":1", "\"ver\":3");
    assertTrue(problem(version).contains("newer release"));
    String envelope = golden().get(0).replace("{\"v\":1", "{\"v\":2");
    assertTrue(problem(envelope).contains("version 1, not 2"));
  }

  @Test
  void whatIsTornIsRefused() throws IOException {
    String line = golden().get(0);
    for (int length = 0; length < line.length(); length++) {
      String torn = line.substring(0, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> CODEC.decode(torn.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String problem(String line) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> CODEC.decode(line.getBytes(StandardCharsets.UTF_8)))
            .getMessage());
  }

  static List<String> golden() throws IOException {
    try (InputStream in = FactJsonTest.class.getResourceAsStream("facts-1.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Made the golden file; a new type gets a line here and there. */
  static String linesOfEveryTypeButMoney() {
    return List.of(
            new BoxFact.BoxStarted("0.1.0", true, false),
            new BoxFact.BoxStarted("0.1.0", true, true),
            new BoxFact.BoxStopped("asked to"),
            new PackFact.PackApplied(pack(PACK)),
            new PackFact.RightsGranted(
                PACK, List.of(new PackFact.Grant(new Sku("TEE / \"M\""), -1500))),
            new PackFact.PriceChanged(new Sku("TEE"), 2_500, 2_000),
            new StockFact.StockCounted(
                new Sku("TEE"), new Quantity(40_000), new Quantity(0), CountReason.GIVEN_AWAY),
            new DeviceFact.PairingOffered("h", Role.TILL, "boot", Long.MAX_VALUE, false),
            new DeviceFact.PairingOffered("h", Role.KIOSK, "boot", Long.MAX_VALUE, true),
            new DeviceFact.PairingFailed(),
            new DeviceFact.DevicePaired(
                TILL, new PublicKey("A".repeat(43), "B".repeat(43)), Role.TILL, "Bar 1 – ü", "h"),
            new DeviceFact.DeviceRevoked(TILL, "lost"),
            new DeviceFact.DeviceResumed(TILL),
            new DeviceFact.CloneSuspected(TILL),
            new ClientFact.ClientAdded(CLIENT, "h", Set.of(Scope.WATCH, Scope.TELEMETRY), 3600),
            new ClientFact.ClientRemoved(CLIENT),
            new TokenFact.TokenIssued(
                131_071, TILL, 3, Set.of(Scope.REFUND, Scope.SELL), 900, TokenGrant.PIN, "anna"),
            new TokenFact.TokenIssued(
                0, CLIENT, 2, Set.of(Scope.TELEMETRY), 3600, TokenGrant.CLIENT, ""),
            // Of a release that issued tokens for nothing: a journal is read for ever.
            new TokenFact.TokenIssued(1, TILL, 1, Set.of(), 900, TokenGrant.PAIRING, ""),
            new TokenFact.TokenRevoked(131_071, TILL, "asked to"),
            new TokenFact.TokensRefused("bad-proof", "", 17),
            new TokenFact.EpochBegan(4),
            new TokenFact.IssuerKeyChanged(
                new PublicKey("A".repeat(43), "B".repeat(43)),
                new PublicKey("C".repeat(43), "D".repeat(43))),
            new PinFact.PinTried(TILL, "anna"),
            new PinFact.PinPassed(TILL, "anna"),
            new PinFact.PinUnlocked(TILL),
            new AuditFact.TreeHeadSigned(10, new Hash("C".repeat(43)), "e30.e30.AA"),
            new SaleFact.SequenceReused(
                new DeviceSequence(TILL, 9),
                new ReceiptToken("A".repeat(43)),
                new ReceiptToken("B".repeat(43))),
            new PowerFact.PowerChanged(false, 42, 95),
            new LinkFact.LinkChanged(true, "cellular"),
            new UplinkFact.TelemetryShed(1, 5000, "the table was full"),
            new UplinkFact.UpstreamAcked(
                DeltaClass.P0, 17, List.of(new Range(19, 20), new Range(30, 30)), Optional.empty()),
            new ExportFact.BooksExported(31, new Hash("C".repeat(43)), 12, 7, true),
            new UplinkFact.UpstreamAcked(
                DeltaClass.P0,
                17,
                List.of(new Range(19, 20), new Range(30, 30)),
                Optional.of(
                    new UplinkFact.AckBasis(
                        UpstreamEpoch.of(255),
                        1_795_000_000_000L,
                        List.of(new Range(20, 20)),
                        new MultisetHash(0, 0, 0, 1)))),
            new UplinkFact.SetBackFound(DeltaClass.P0, 132, 99, 33),
            new BoxFact.IncarnationAdopted(new Incarnation("fedcba9876543210")))
        .stream()
        .map(FactJsonTest::fact)
        .map(fact -> new String(CODEC.encode(fact), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  private static Fact fact(FactBody body) {
    long classSeq = body.type().reach().deltaClass() == null ? 0 : 12;
    return new Fact(
        new KitId("kit-4"),
        new Incarnation("0123456789abcdef"),
        11,
        Hash.NONE,
        classSeq,
        "a.b",
        new Now("boot", 123_456_789_012_345L, 1_795_000_000_000L, Now.OPEN, 1_795_000_000_001L),
        new Hlc(1_795_000_000_001L << 16),
        Mode.REHEARSAL,
        body);
  }

  private static Pack pack(PackId id) {
    return new Pack(
        id,
        new FleetId("acme"),
        "saturday",
        3,
        Currency.getInstance("EUR"),
        true,
        Map.of(),
        Duration.ZERO,
        new PublicKey("A".repeat(43), "B".repeat(43)),
        Map.of());
  }
}
