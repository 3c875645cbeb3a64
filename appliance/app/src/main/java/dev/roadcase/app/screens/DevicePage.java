package dev.roadcase.app.screens;

import dev.roadcase.app.screens.DevicesView.Asking;
import dev.roadcase.app.screens.DevicesView.KeyList;
import dev.roadcase.app.screens.DevicesView.Known;
import dev.roadcase.app.screens.DevicesView.Seen;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Device.Standing;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.identity.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the crew pairs devices and blocks them: forms and folded questions, so that it works
 * without script; with it, the lists are kept live as the panel is.
 */
public final class DevicePage {
  /** Its address; forms come back to it. */
  public static final String PATH = "/crew/devices";

  /** Where the page listens. */
  public static final String EVENTS = "/crew/devices/events";

  /** More rows than that nobody scrolls through; the command line has them all. */
  static final int ROWS_MAX = 200;

  /**
   * A device that waits, in words.
   *
   * @param digits in two groups of three, or none
   * @param digitsDue whether they are to come
   * @param keyKnown whether it has shown or named its key
   */
  public record Door(
      String id,
      String name,
      String role,
      String code,
      String six,
      List<String> digits,
      boolean digitsDue,
      boolean keyKnown) {}

  /**
   * A device, in words.
   *
   * @param notes what the crew should know, a sentence each
   * @param goOn what the button that clears its doubts says; "" for none
   */
  public record Row(
      String id,
      String name,
      String role,
      Tone tone,
      String standing,
      List<String> notes,
      String bound,
      String goOn,
      boolean unlock) {}

  /**
   * A one-time code, as it is shown once.
   *
   * @param address of the box, as the QR code has it
   * @param near whether that address is good on the box itself alone
   */
  public record Offer(String code, String role, String address, boolean near, QrCode qr) {}

  private DevicePage() {}

  /** Where on the page a device waits, by the code that its screen shows. */
  public static String at(String userCode) {
    return PATH + "#" + userCode;
  }

  /**
   * The page.
   *
   * @param said the answer to what was just sent
   * @param offer a code that was just made
   */
  public static byte[] page(
      DevicesView view, CrewFrame frame, Optional<Said> said, Optional<Offer> offer) {
    return Templates.bytes(
        "devices.jte",
        Map.of(
            "frame",
            frame,
            "patienceMillis",
            CrewPanel.PATIENCE.toMillis(),
            "fragments",
            fragments(view),
            "said",
            said,
            "offer",
            offer,
            "roles",
            List.of(Role.values())));
  }

  /** The inside of each live element, by its id, in the order of the page. */
  public static Map<String, String> fragments(DevicesView view) {
    Map<String, String> fragments = new LinkedHashMap<>();
    fragments.put(
        "waiting",
        Templates.text(
            "devices/waiting.jte",
            Map.of("doors", view.waiting().stream().map(DevicePage::door).toList())));
    List<Seen> in = view.devices().stream().filter(seen -> !seen.device().revoked()).toList();
    fragments.put(
        "devices",
        Templates.text(
            "devices/in.jte", Map.of("rows", rows(in), "summary", summary(in.size(), "paired"))));
    fragments.put(
        "known", Templates.text("devices/known.jte", Map.of("lines", known(view.known()))));
    List<Seen> out = view.devices().stream().filter(seen -> seen.device().revoked()).toList();
    fragments.put(
        "out",
        Templates.text(
            "devices/out.jte",
            Map.of("rows", rows(out), "summary", summary(out.size(), "blocked"))));
    fragments.put("spoken", spoken(view));
    return fragments;
  }

  /** For a screen reader: whether somebody has to do something, and no counts. */
  private static String spoken(DevicesView view) {
    return view.waiting().isEmpty() ? "No device is waiting." : "A device is waiting.";
  }

  /**
   * A code to be shown, and scanned: the QR code also says which key the box has, so that the
   * device talks to this box and to no other from its first word on.
   *
   * @param host as the crew's browser calls the box
   * @param key RFC 7638 thumbprint of the kit's key
   */
  public static Offer offer(String code, Role role, String host, int port, String key) {
    String address = host + ":" + port;
    String text =
        "roadcase:pair?box="
            + URLEncoder.encode(address, StandardCharsets.UTF_8).replace("%3A", ":")
            + "&code="
            + code
            + "&key="
            + key;
    boolean near = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return new Offer(code, role.word(), address, near, QrCode.of(text));
  }

  /** What is said of a device that was just dealt with. */
  public static Said said(Device device, String sentence) {
    return new Said(Tone.GOOD, Words.stranger(device.name()) + " " + sentence);
  }

  private static Door door(Asking asking) {
    String six = asking.digits();
    return new Door(
        asking.id(),
        Words.stranger(asking.name()),
        asking.role().word(),
        asking.code(),
        six,
        six.isEmpty() ? List.of() : List.of(six.substring(0, 3), six.substring(3)),
        asking.digitsDue(),
        asking.keyKnown());
  }

  /** Those that need somebody first, then by name. */
  private static List<Row> rows(List<Seen> devices) {
    return devices.stream()
        .map(DevicePage::row)
        .sorted(
            Comparator.comparing((Row row) -> row.notes().isEmpty())
                .thenComparing(Row::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(Row::id))
        .limit(ROWS_MAX)
        .toList();
  }

  private static Row row(Seen seen) {
    Device device = seen.device();
    boolean revoked = device.revoked();
    List<String> words = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    String goOn = "";
    if (device.standing() == Standing.SUSPENDED) {
      words.add("Suspended");
      notes.add(
          "It signed two different sales with one number: a fault in the till, or a copy of its key."
              + " It can do nothing until you resume it.");
      goOn = "Resume";
    }
    if (device.twoPlaces() && !revoked) {
      words.add("In two places?");
      notes.add(
          "Its key is in use in two places: a second tab, a till that changes networks, or a copy."
              + " Ask who has the device. It goes on working.");
      goOn = goOn.isEmpty() ? "It is in one place" : goOn;
    }
    boolean locked = seen.pinLocked() && !revoked;
    if (locked) {
      words.add("PIN locked");
      notes.add("Too many wrong PINs. It takes no PIN until you unlock it.");
    }
    return new Row(
        device.id().value(),
        Words.stranger(device.name()),
        device.role().word(),
        words.isEmpty() ? Tone.GOOD : Tone.WATCH,
        revoked ? "Blocked" : words.isEmpty() ? "Paired" : words.getFirst(),
        notes,
        revoked ? boundOfRevoked(seen.bound()) : bound(seen.bound()),
        goOn,
        locked);
  }

  /** How new what is known of revocations is, and how long one may go unheard: a sentence each. */
  private static List<String> known(Known known) {
    Staleness.Row row = known.row();
    List<String> lines = new ArrayList<>();
    lines.add(
        known.age().isZero()
            ? "On this box, blocking works at once."
            : "The list of blocked devices is up to " + minutes(known.age()) + " old.");
    if (row.floorPercent() < 100 || !row.highRisk() || !row.redeem()) {
      lines.add(
          "Until it is newer: offline card sales up to "
              + row.floorPercent()
              + Words.NB
              + "% of the usual limit, "
              + (row.highRisk() ? "refunds go on, " : "no refunds, ")
              + (row.redeem() ? "tickets are accepted." : "no tickets."));
    }
    lines.add(
        known.elsewhere().isPositive()
            ? "Another box that has not heard of it may still accept a blocked device for up to "
                + minutes(known.elsewhere())
                + "."
            : "No device is signed in: one that is blocked now is refused everywhere.");
    KeyList keys = known.keys();
    if (keys != null) {
      lines.add(
          Words.counted(keys.keys(), "box is", "boxes are")
              + " blocked (list "
              + keys.number()
              + ", "
              + days(keys.age())
              + "). A newer list comes with a pack.");
    }
    return lines;
  }

  private static String days(Duration age) {
    return age.toDays() == 0 ? "from today" : Words.counted(age.toDays(), "day", "days") + " old";
  }

  private static String bound(Duration bound) {
    return bound.isPositive()
        ? "Signed in for another " + minutes(bound) + "."
        : "Not signed in at the moment.";
  }

  private static String boundOfRevoked(Duration bound) {
    return bound.isPositive()
        ? "Refused here. Another box that has not heard of it may still accept it for up to "
            + minutes(bound)
            + "."
        : "Refused everywhere.";
  }

  /** Rounded up, for a bound is never shown too short; and in minutes, so that the page rests. */
  private static String minutes(Duration time) {
    return Words.span(Duration.ofMinutes(time.plusNanos(59_999_999_999L).toMinutes()));
  }

  private static String summary(int count, String standing) {
    String words =
        count == 0
            ? "No device is " + standing + "."
            : Words.counted(count, "device is ", "devices are ") + standing + ".";
    return count > ROWS_MAX
        ? words + " Only the first " + ROWS_MAX + " are shown; `roadcase box devices` lists all."
        : words;
  }
}
