package dev.roadcase.app.screens;

import dev.roadcase.core.attention.Urgency;
import java.util.Locale;

/**
 * Every state that a part of the panel can be in, in the words of the help page: what it says, what
 * it means for selling, what to do, and when to call somebody. The panel shows the step of a state
 * that is yellow or red as a link to its place on that page.
 */
enum Condition {
  POWER_MAINS(
      Part.POWER, Tone.GOOD, "Mains", "The box runs on mains power. Selling goes on.", "", ""),
  POWER_MAINS_THIN(
      Part.POWER,
      Tone.WATCH,
      "Mains, battery below 20 %",
      "Selling goes on while mains is there. Without it the battery would not last long.",
      "Leave the box plugged in until it has charged.",
      "If the charge has not risen after an hour on mains."),
  POWER_MAINS_EMPTY(
      Part.POWER,
      Tone.WATCH,
      "Mains, battery empty",
      "Selling goes on while mains is there. Without it the box goes off at once. No sale that a"
          + " till has shown is lost.",
      "Leave the box plugged in until it has charged.",
      "If the charge has not risen after an hour on mains: the battery may be worn out, or its"
          + " cable loose."),
  POWER_BATTERY(
      Part.POWER,
      Tone.WATCH,
      "On battery",
      "Mains is gone. Selling goes on for about as long as the tile says.",
      "Find out why mains is gone, and plug the box in again.",
      "If mains will not be back before the battery is low."),
  POWER_LOW(
      Part.POWER,
      Tone.BAD,
      "Battery low",
      "Selling goes on, for an hour or less.",
      "Plug the box into mains soon.",
      "If there is no socket to be had."),
  POWER_CRITICAL(
      Part.POWER,
      Tone.BAD,
      "Battery nearly empty",
      "Selling stops when the battery is empty. No sale that a till has shown is lost.",
      "Plug the box into mains now.",
      "At once, if there is no socket."),
  POWER_SILENT(
      Part.POWER,
      Tone.WATCH,
      "Unknown",
      "The battery gauge does not answer, so nobody knows how long the battery would last. Selling"
          + " goes on.",
      "Keep the box on mains, and check the battery's cable.",
      "If it stays unknown with the cable in place."),
  POWER_NO_BOARD(
      Part.POWER,
      Tone.CALM,
      "Unknown – no board",
      "This box has no board that measures power. Selling goes on. Look at the battery itself for"
          + " its charge.",
      "",
      ""),

  LINK_ONLINE(
      Part.LINK,
      Tone.GOOD,
      "Online",
      "Head office answers. Selling does not depend on it.",
      "",
      ""),
  LINK_RETRYING(
      Part.LINK,
      Tone.GOOD,
      "Retrying",
      "Contact with head office was lost a moment ago, and the box is calling again. Selling goes"
          + " on.",
      "",
      ""),
  LINK_NO_ANSWER(
      Part.LINK,
      Tone.WATCH,
      "No answer",
      "The line is up, but head office has confirmed nothing for over 30 seconds. Selling goes on;"
          + " the box keeps every sale.",
      "Check whether this network reaches the internet.",
      "If it lasts for more than an hour."),
  LINK_OFFLINE(
      Part.LINK,
      Tone.WATCH,
      "Offline",
      "No contact with head office. Selling goes on; the box keeps every sale and sends it later.",
      "Check the router and its cable.",
      "If it lasts for more than an hour, or if you have to strike before it is back."),
  LINK_NOT_SET_UP(
      Part.LINK,
      Tone.CALM,
      "Not set up",
      "No pack is loaded, so the box does not know its head office yet.",
      "",
      ""),
  LINK_ALONE(
      Part.LINK,
      Tone.CALM,
      "Stands alone",
      "This box has no head office to report to, and is set up that way. Selling goes on. Its sales"
          + " leave it by export.",
      "",
      ""),

  SELLING_YES(
      Part.SELLING,
      Tone.GOOD,
      "Yes",
      "Tills can sell. The tile counts the sales and says how old the newest is, and where it is"
          + " saved.",
      "",
      ""),
  SELLING_SLOW(
      Part.SELLING,
      Tone.WATCH,
      "Slow",
      "Sales come in faster than the box can save them. A till that is turned away sends its sale"
          + " again; none is lost.",
      "Let the tills wait for a minute.",
      "If it is still slow after five minutes."),
  SELLING_SET_BACK(
      Part.SELLING,
      Tone.BAD,
      "No: this box is set back",
      "Head office has records that this box does not: its data is an older copy, or another box"
          + " lives on a copy of it. Nothing is sold and nothing is sent, so that nothing is mixed up."
          + " Tills keep their sales.",
      "Stop the box, type roadcase box adopt, and start it again.",
      "First, if there is a newer copy of the data, or a second box with this name."),
  SELLING_NO_PACK(
      Part.SELLING,
      Tone.BAD,
      "No: no pack is loaded",
      "The box knows no products and no prices, so nothing can be sold.",
      "Load the show's pack, and start the box again.",
      "Whoever prepared the box, if you have no pack."),
  SELLING_NO_TILL(
      Part.SELLING,
      Tone.BAD,
      "No till",
      "No till is paired with this box, so nothing can be sold. Everything else is ready.",
      "Pair a till: Devices → Add a device.",
      "If a till that was paired before is no longer in the list of devices."),
  SELLING_DISK_FULL(
      Part.SELLING,
      Tone.BAD,
      "No: the disk is full",
      "Nothing new is sold. Refunds go on, and every sale so far is safe.",
      "Call for help: the box's disk needs room.",
      "At once."),
  SELLING_LAST_WATT(
      Part.SELLING,
      Tone.BAD,
      "No: the battery is nearly empty",
      "The box keeps the rest of the battery for saving what was sold.",
      "Plug the box into mains now.",
      "At once, if there is no socket."),
  SELLING_STOPPING(
      Part.SELLING,
      Tone.BAD,
      "No: the box is stopping",
      "Somebody has stopped or restarted the box. Every sale so far is safe.",
      "Wait until the box has started again.",
      "If it is not back after two minutes."),

  SYNC_UP_TO_DATE(
      Part.SYNC,
      Tone.GOOD,
      "Up to date",
      "Head office has everything, or gets it within seconds.",
      "",
      ""),
  SYNC_WAITING(
      Part.SYNC,
      Tone.WATCH,
      "To send",
      "Records have been waiting for head office for more than ten seconds. Selling goes on; the"
          + " box keeps them.",
      "Look at Link: records go out when it is back.",
      "If Link has said Online for ten minutes and the number does not fall."),
  SYNC_GIVEN_UP(
      Part.SYNC,
      Tone.CALM,
      "Up to date, readings dropped",
      "Old sensor readings were dropped to make room. Sales and stock never are.",
      "",
      ""),
  SYNC_ALONE(
      Part.SYNC,
      Tone.CALM,
      "Stands alone",
      "There is no head office to send to. The tile says how much is not exported yet.",
      "",
      ""),

  UNPLUG_ASK(
      Part.UNPLUG,
      Tone.CALM,
      "Ask",
      "The answer holds for the moment in which you ask, so ask just before you pull the plug.",
      "",
      ""),
  UNPLUG_YES(
      Part.UNPLUG,
      Tone.GOOD,
      "Yes",
      "Unplugging loses nothing and interrupts nobody, and the next start is quick.",
      "",
      ""),
  UNPLUG_NO(
      Part.UNPLUG,
      Tone.WATCH,
      "Not yet",
      "The box is still saving. A sale that a till has shown is safe even now; one that is being"
          + " made would have to be made again.",
      "Wait a few seconds, and ask again.",
      "If it still says so after a minute in which nobody sold anything."),
  STRIKE_YES(
      Part.STRIKE,
      Tone.CALM,
      "Yes",
      "Every record is with head office or in an export. The box may be switched off, wiped or"
          + " carried away.",
      "",
      ""),
  STRIKE_NOT_YET(
      Part.STRIKE,
      Tone.CALM,
      "Not yet",
      "Some records exist only on this box, and would be lost with it.",
      "At the box, export the records: roadcase box export --to STICK. Or wait until the box is"
          + " online.",
      "If you have to strike and can do neither."),

  PACK_LOADED(
      Part.PACK, Tone.GOOD, "version", "Products and prices are those of this pack.", "", ""),
  PACK_NONE(
      Part.PACK,
      Tone.WATCH,
      "none",
      "Without a pack nothing can be sold.",
      "Load the show's pack, and start the box again.",
      "Whoever prepared the box, if you have no pack."),
  PACK_NEXT_REFUSED(
      Part.PACK,
      Tone.WATCH,
      "next one refused",
      "Selling goes on with the pack of before. A newer one could not be used.",
      "Ask whoever made the new pack for another copy.",
      "If prices have to change before the show."),
  DEVICES_PAIRED(Part.DEVICES, Tone.GOOD, "paired", "These devices work with this box.", "", ""),
  DEVICES_WAITING(
      Part.DEVICES,
      Tone.WATCH,
      "waiting",
      "A device asks to be paired. It can do nothing until you approve it.",
      "Open Devices, and approve the device or refuse it.",
      ""),
  DEVICES_SUSPENDED(
      Part.DEVICES,
      Tone.WATCH,
      "suspended",
      "A till has signed two sales with one number. It cannot sell until you resume it.",
      "Open Devices, find the till, and resume it.",
      "If it happens to the same till again."),
  DEVICES_COPIED(
      Part.DEVICES,
      Tone.WATCH,
      "copied?",
      "The key of a device is in use in two places. It goes on working.",
      "Open Devices, and ask who has the device.",
      "If nobody can say why it is in two places: block it, and call."),
  DEVICES_PIN_LOCKED(
      Part.DEVICES,
      Tone.WATCH,
      "PIN locked",
      "Somebody typed too many wrong PINs. The device sells on, but takes no PIN.",
      "Open Devices, and unlock the device.",
      ""),
  CLOCK_SURE(Part.CLOCK, Tone.GOOD, "sure", "The box knows the time to within 10 s.", "", ""),
  CLOCK_NOT_SURE(
      Part.CLOCK,
      Tone.CALM,
      "not sure",
      "The box cannot vouch for its time until head office has answered. Selling goes on; receipts"
          + " may show a wrong time.",
      "",
      ""),
  CLOCK_DISPUTED(
      Part.CLOCK,
      Tone.WATCH,
      "head office says otherwise",
      "Head office has signed a time that this box knows to be wrong, or that its keys do not reach."
          + " One of the two clocks is wrong. Selling goes on; receipts may show a wrong time.",
      "Tell the operator of the box: its log names both times.",
      "If receipts show a wrong day."),
  DISK_AMPLE(Part.DISK, Tone.GOOD, "free", "There is room for many days of sales.", "", ""),
  DISK_LOW(
      Part.DISK,
      Tone.WATCH,
      "little left",
      "Selling goes on. It stops when less than the low-water mark is free.",
      "Have somebody make room on the box's disk today.",
      "If it falls below 100 MB."),
  DISK_UNKNOWN(
      Part.DISK, Tone.CALM, "unknown", "The box cannot tell how much room it has.", "", "");

  private final Part part;
  private final Tone tone;
  private final String says;
  private final String means;
  private final String step;
  private final String call;

  Condition(Part part, Tone tone, String says, String means, String step, String call) {
    this.part = part;
    this.tone = tone;
    this.says = says;
    this.means = means;
    this.step = step;
    this.call = call;
  }

  Part part() {
    return part;
  }

  /** When it has lasted. */
  Tone tone() {
    return tone;
  }

  /** What the panel shows, or the part of it that does not count anything. */
  String says() {
    return says;
  }

  /** For selling: a sentence or two. */
  String means() {
    return means;
  }

  /** One imperative sentence; "" when there is nothing to do. */
  String step() {
    return step;
  }

  /** When to call somebody; "" for never. */
  String call() {
    return call;
  }

  /** Of its place on the help page. */
  String anchor() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Urgency urgency() {
    return switch (tone) {
      case GOOD, CALM -> Urgency.NONE;
      case WATCH -> Urgency.WATCH;
      case BAD -> Urgency.ACT;
    };
  }

  /** Whether it is such a state only after it has lasted: then it is not held back once more. */
  boolean hasLasted() {
    return this == SYNC_WAITING;
  }

  /** What is shown while it is held back. */
  Condition whileHeldBack() {
    return switch (this) {
      case LINK_OFFLINE, LINK_NO_ANSWER -> LINK_RETRYING;
      case SELLING_SLOW -> SELLING_YES;
      default -> this;
    };
  }

  /** For a screen reader: no ages and no counts, or it would never be silent. */
  String spoken() {
    if (this == SYNC_WAITING) {
      // What the tile counts, said without the count.
      return part.label() + ": records are waiting. They go out when the link is back.";
    }
    String said = part.label() + ": " + says + ".";
    return tone == Tone.WATCH || tone == Tone.BAD ? said + " " + step : said;
  }
}
