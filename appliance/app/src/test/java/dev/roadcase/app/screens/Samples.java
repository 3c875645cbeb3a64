package dev.roadcase.app.screens;

import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PackShown;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Sync;
import dev.roadcase.app.screens.CrewView.Waiting;
import dev.roadcase.app.screens.DevicesView.Asking;
import dev.roadcase.app.screens.DevicesView.KeyList;
import dev.roadcase.app.screens.DevicesView.Known;
import dev.roadcase.app.screens.DevicesView.Seen;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.app.status.NotSelling;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Device.Standing;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Strike.Tally;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.core.power.PowerState;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boxes in states that happen. */
final class Samples {
  private static final long AFTERNOON = Instant.parse("2026-11-22T14:02:31Z").toEpochMilli();

  private static final Picture LOGO = picture("a", "", 96);
  private static final Picture SHIRT =
      picture("b", "Black T-shirt with a \"tour\" print <front>", 320, 640, 1280);

  private Samples() {}

  static Now sure() {
    return new Now("boot", 0, AFTERNOON - 500, AFTERNOON + 500, AFTERNOON);
  }

  static Now unsure() {
    return new Now("boot", 0, AFTERNOON - 500, Now.OPEN, AFTERNOON);
  }

  /** All is well and all is sent. */
  static CrewView calm() {
    return view(
        Mode.LIVE,
        new PowerSeen.Known(PowerState.ON_MAINS, 100, -1),
        new LinkSeen(LinkState.REACHABLE, "wan", Duration.ofMinutes(132)),
        new Selling(List.of(), 1284, Duration.ofSeconds(41), Copies.UPSTREAM),
        sync(0, 0, 0, 0, null, Duration.ofSeconds(3), 0),
        Unplug.of(0, 0, true),
        Strike.of(new Tally(1290, 1290, 0), new Tally(40, 40, 0), false));
  }

  /** The mains is out and so is upstream; selling goes on. */
  static CrewView onBatteryCutOff() {
    return view(
        Mode.DEMO,
        new PowerSeen.Known(PowerState.ON_BATTERY, 83, 272),
        new LinkSeen(LinkState.UNREACHABLE, "cellular", Duration.ofMinutes(12)),
        new Selling(List.of(), 1407, Duration.ofSeconds(4), Copies.ONE),
        sync(212, 3, 7, 18_400, Duration.ofMinutes(12), Duration.ofMinutes(12), 0),
        Unplug.of(2, 0, false),
        Strike.of(new Tally(1419, 1207, 0), new Tally(40, 37, 0), false));
  }

  /** Everything at once is wrong, with the longest words there are. */
  static CrewView worst() {
    return new CrewView(
        new KitId("kit-with-a-very-long-name-for-1"),
        Mode.REHEARSAL,
        true,
        new PackShown("Winter market Alexanderplatz, second weekend", 12, true),
        unsure(),
        ZoneOffset.UTC,
        new PowerSeen.Known(PowerState.CRITICAL, 4, 9),
        new LinkSeen(LinkState.UNREACHABLE, "none", Duration.ofMinutes(26 * 60 + 40)),
        new Selling(
            List.of(NotSelling.DISK_FULL, NotSelling.LAST_WATT),
            12_407,
            Duration.ofMinutes(190),
            Copies.TWO),
        sync(12_407, 1_203, 88, 100_000, Duration.ofHours(27), Duration.ofHours(27), 45_000),
        Unplug.of(3, 12, false),
        Strike.of(new Tally(20_000, 7_593, 0), new Tally(2_000, 797, 0), false),
        null,
        new CrewView.DevicesSeen(128, 12, 3, 1, 2),
        190_000_000,
        false);
  }

  /** A box without upstream and without a board, on which no till is paired yet. */
  static CrewView alone() {
    return new CrewView(
        new KitId("kit-4"),
        Mode.LIVE,
        false,
        new PackShown("Lisbon day 1", 3, false),
        unsure(),
        ZoneOffset.UTC,
        new PowerSeen.NoBoard(),
        new LinkSeen(LinkState.STANDS_ALONE, "none", null),
        new Selling(List.of(NotSelling.NO_TILL), 0, null, null),
        new Sync(sync(3, 4, 0, 0, Duration.ofHours(2), null, 0).classes(), null, 0, true),
        Unplug.of(0, 0, true),
        Strike.of(new Tally(3, 0, 0), new Tally(4, 0, 0), false),
        null,
        new CrewView.DevicesSeen(0, 0, 0, 0, 0),
        21_430_000_000L,
        false);
  }

  /** What the crew is shown when it has been so for a while. */
  static SteadyPanel.Shown lasting(CrewView view) {
    SteadyPanel panel = new SteadyPanel();
    panel.look(view, 0);
    return panel.look(view, Duration.ofSeconds(20).toNanos());
  }

  static CrewFrame frame(Mode mode) {
    return new CrewFrame(mode, false, ColourScheme.LIGHT);
  }

  /** A box that has just been switched on. */
  static CrewView fresh() {
    return new CrewView(
        new KitId("kit-4"),
        Mode.LIVE,
        false,
        null,
        unsure(),
        ZoneOffset.UTC,
        new PowerSeen.Unknown("the battery gauge does not answer"),
        new LinkSeen(LinkState.UNREACHABLE, "none", null),
        new Selling(List.of(NotSelling.NO_PACK, NotSelling.NO_TILL), 0, null, null),
        sync(0, 1, 0, 0, Duration.ofSeconds(2), null, 0),
        Unplug.of(0, 0, true),
        Strike.of(new Tally(0, 0, 0), new Tally(1, 0, 0), false),
        null,
        new CrewView.DevicesSeen(0, 0, 0, 0, 0),
        -1,
        false);
  }

  /** A name of forty characters with everything in it that a stranger may try. */
  static final String STRANGER =
      "\u202e<b>X&\"' <script>alert(1)</script>\u2066 \u0635\u0646\u062f\u0648\u0642AB";

  /** Who waits and who is in, one of each kind. */
  static DevicesView devices() {
    return new DevicesView(
        Mode.LIVE,
        List.of(
            new Asking(
                "w-AAAAAAAAAAAA", "Ana's phone", Role.TILL, "BCDF-GHJK", "042817", false, true),
            new Asking("w-BBBBBBBBBBBB", STRANGER, Role.CREW, "LMNP-QRST", "", false, false)),
        List.of(
            seen("A", "Till 1", Standing.ACTIVE, false, false, 13),
            seen("B", "Till 2", Standing.SUSPENDED, true, false, 2),
            seen("C", "Door", Standing.ACTIVE, true, true, 0),
            seen("D", STRANGER, Standing.ACTIVE, false, false, 15),
            seen("E", "Lost", Standing.REVOKED, false, false, 7),
            seen("F", "Long gone", Standing.REVOKED, false, true, 0)),
        KNOWN);
  }

  /** Of revocations, by a box that takes its own tokens alone. */
  static final Known KNOWN =
      new Known(
          Duration.ZERO,
          Staleness.USUAL.at(Duration.ZERO),
          Duration.ofSeconds(840 + 1),
          new KeyList(3, 2, Duration.ofDays(2)));

  static Seen seen(
      String letter, String name, Standing standing, boolean two, boolean locked, int minutes) {
    PublicKey key = new PublicKey(letter.repeat(43), "B".repeat(43));
    return new Seen(
        new Device(DeviceId.of(key), key, Role.TILL, name, standing, two),
        locked,
        Duration.ofMinutes(minutes).minusSeconds(minutes > 0 ? 20 : 0));
  }

  static Map<String, CrewView> all() {
    Map<String, CrewView> all = new LinkedHashMap<>();
    all.put("crew-calm", calm());
    all.put("crew-cut-off", onBatteryCutOff());
    all.put("crew-worst", worst());
    all.put("crew-fresh", fresh());
    all.put("crew-alone", alone());
    return all;
  }

  static CrewView view(
      Mode mode,
      PowerSeen power,
      LinkSeen link,
      Selling selling,
      Sync sync,
      Unplug unplug,
      Strike strike) {
    return new CrewView(
        new KitId("kit-4"),
        mode,
        false,
        new PackShown("Lisbon day 1", 3, false),
        sure(),
        ZoneOffset.UTC,
        power,
        link,
        selling,
        sync,
        unplug,
        strike,
        null,
        new CrewView.DevicesSeen(8, 0, 0, 0, 0),
        21_430_000_000L,
        false);
  }

  static Sync sync(
      long p0, long p1, long p2, long p3, Duration oldest, Duration lastAck, long shed) {
    List<Waiting> waiting = new ArrayList<>();
    long[] counts = {p0, p1, p2, p3};
    for (DeltaClass c : DeltaClass.values()) {
      long n = counts[c.number()];
      waiting.add(new Waiting(c, n, n == 0 ? null : oldest));
    }
    return new Sync(waiting, lastAck, shed, false);
  }

  static Pack pack() {
    return pack(
        new Theme("Lisbon day 1", "Warehouse 7, gate B", "#b3261e", Optional.of(LOGO.source())));
  }

  static Pack pack(Theme theme) {
    Map<Sku, Item> items = new LinkedHashMap<>();
    for (Item item :
        List.of(
            item("TEE-B-S", "tee", "Tour T-shirt", 2500, 12, "Black", "S"),
            item("TEE-B-M", "tee", "Tour T-shirt", 2500, 0, "Black", "M"),
            item("TEE-W-XL", "tee", "Tour T-shirt", 2500, 140, "White", "XL"),
            item("POSTER", "poster", "Screen-printed poster <signed> & numbered", 4000, 7),
            item("LP", "lp", "Live at the warehouse, double LP", 3200, -1),
            item("TOTE", "tote", "Tote bag", 1200, 0))) {
      items.put(item.sku(), item);
    }
    return new Pack(
        new PackId("ab".repeat(32)),
        new FleetId("fleet"),
        "Lisbon day 1",
        3,
        Currency.getInstance("EUR"),
        true,
        Map.of("standard", new TaxRate(230_000)),
        Duration.ofMinutes(10),
        new PublicKey("A".repeat(43), "B".repeat(42) + "A"),
        items,
        new Looks(theme, Map.of(LOGO.source(), LOGO, SHIRT.source(), SHIRT)));
  }

  private static Picture picture(String digit, String alt, int... widths) {
    AssetId id = new AssetId(digit.repeat(64));
    return new Picture(
        id,
        alt,
        Arrays.stream(widths)
            .mapToObj(width ->
                new Picture.Rendition(
                    new AssetId("%064x".formatted(width + digit.charAt(0))),
                    "image/jpeg",
                    width,
                    width,
                    width * 40L))
            .toList());
  }

  static View view(Mode mode) {
    return new View(1, 77, mode, Optional.of(Goods.of(pack())), Samples::left);
  }

  static Quantity left(Sku sku) {
    return pack().items().get(sku).stock() instanceof Stock.Tracked(Quantity opening)
        ? opening
        : Quantity.NONE;
  }

  static ReceiptPage.Receipt receipt(Mode mode) {
    return receipt(mode, sale(), 0, pack());
  }

  static ReceiptPage.Receipt receipt(Mode mode, Sale sale, long refunded, Pack... packs) {
    return receipt(mode, new ReceiptPage.Sold(sale), refunded, packs);
  }

  static ReceiptPage.Receipt refund(String reason) {
    Refund refund =
        new Refund(
            sale().sequence(),
            "B".repeat(22),
            ReceiptToken.of("a sale".getBytes(StandardCharsets.UTF_8)),
            2500,
            Currency.getInstance("EUR"),
            reason);
    return receipt(Mode.LIVE, new ReceiptPage.Returned(refund), 0, pack());
  }

  private static ReceiptPage.Receipt receipt(
      Mode mode, ReceiptPage.Deal deal, long refunded, Pack... packs) {
    ReceiptToken token = ReceiptToken.of("a sale".getBytes(StandardCharsets.UTF_8));
    return new ReceiptPage.Receipt(
        token,
        "10.7.0.1/receipts/" + token,
        deal,
        Arrays.stream(packs).map(Samples::onUtc).toList(),
        mode,
        Copies.TWO,
        refunded,
        sure(),
        "Till 2",
        DeviceId.of(pack().upstreamKey()));
  }

  /** Whatever the clock of the machine that runs the test. */
  private static Pack onUtc(Pack pack) {
    Theme theme = pack.looks().theme();
    if (theme.zone().isPresent()) {
      return pack;
    }
    return pack(
        new Theme(
            theme.name(),
            theme.tagline(),
            theme.brand(),
            theme.logo(),
            theme.seller(),
            theme.stock(),
            Optional.of(ZoneId.of("UTC"))));
  }

  static Sale sale() {
    return new Sale(
        new DeviceSequence(DeviceId.of(pack().upstreamKey()), 17),
        "A".repeat(22),
        3,
        List.of(
            new Line(new Sku("TEE-B-S"), Quantity.pieces(2), 2500, 935),
            new Line(new Sku("POSTER"), Quantity.pieces(1), 4000, 748),
            new Line(new Sku("GONE-FROM-PACK"), new Quantity(250), 1200, 56)),
        Tender.CASH,
        9300,
        Currency.getInstance("EUR"));
  }

  private static Item item(
      String sku, String product, String title, long price, int pieces, String... options) {
    return new Item(
        new Sku(sku),
        product,
        title,
        Arrays.asList(options),
        product.equals("tee")
            ? "Organic cotton, printed in Porto for this tour only. "
                + "Falls a little large; if in doubt take the smaller one. "
                + "Wash cold, inside out, and never ever iron the print, it does not like that."
            : product.equals("lp")
                ? "Two records.\n- Side one\n\u2022 Side two\n-5 degrees that night."
                : "",
        Money.of(price, "EUR"),
        "standard",
        pieces < 0 ? Stock.UNTRACKED : new Stock.Tracked(Quantity.pieces(pieces)),
        product.equals("tee") ? List.of(SHIRT.source()) : List.of());
  }
}
