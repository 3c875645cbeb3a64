package dev.roadcase.app.screens;

import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.PackShown;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Sync;
import dev.roadcase.app.status.NotSelling;
import dev.roadcase.core.attention.OnDelay;
import dev.roadcase.core.link.LinkState;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which state each part is in: the meaning of a view, before anything is held back. */
final class PanelConditions {
  /** Below this charge even a box on mains is better not unplugged. */
  private static final int THIN_PERCENT = 20;

  /** Below this charge a box without mains is off within minutes, whatever its battery. */
  private static final int EMPTY_PERCENT = 5;

  /** Less than this, and the crew is to make room. */
  private static final long THIN_DISK_BYTES = 500_000_000;

  private PanelConditions() {}

  static Map<Part, Condition> of(CrewView view) {
    Map<Part, Condition> all = new EnumMap<>(Part.class);
    all.put(Part.POWER, power(view.power()));
    all.put(Part.LINK, link(view.link().state(), view.pack()));
    all.put(Part.SELLING, selling(view.selling()));
    all.put(Part.SYNC, sync(view.sync()));
    all.put(Part.PACK, pack(view.pack()));
    all.put(Part.DEVICES, devices(view.devices()));
    all.put(Part.CLOCK, clock(view));
    all.put(Part.DISK, disk(view.freeBytes()));
    return all;
  }

  private static Condition clock(CrewView view) {
    if (view.clockDisputed()) {
      return Condition.CLOCK_DISPUTED;
    }
    return view.now().sure() ? Condition.CLOCK_SURE : Condition.CLOCK_NOT_SURE;
  }

  private static Condition power(PowerSeen power) {
    return switch (power) {
      case PowerSeen.NoBoard() -> Condition.POWER_NO_BOARD;
      case PowerSeen.Unknown _ -> Condition.POWER_SILENT;
      case PowerSeen.Known(var state, int percent, int _) ->
          switch (state) {
            case ON_MAINS -> onMains(percent);
            case ON_BATTERY -> Condition.POWER_BATTERY;
            case LOW -> Condition.POWER_LOW;
            case CRITICAL -> Condition.POWER_CRITICAL;
          };
    };
  }

  private static Condition onMains(int percent) {
    return percent < EMPTY_PERCENT
        ? Condition.POWER_MAINS_EMPTY
        : percent < THIN_PERCENT ? Condition.POWER_MAINS_THIN : Condition.POWER_MAINS;
  }

  private static Condition link(LinkState state, @Nullable PackShown pack) {
    return switch (state) {
      case REACHABLE -> Condition.LINK_ONLINE;
      case STALE -> Condition.LINK_NO_ANSWER;
      case UNREACHABLE -> pack == null ? Condition.LINK_NOT_SET_UP : Condition.LINK_OFFLINE;
      case STANDS_ALONE -> Condition.LINK_ALONE;
    };
  }

  /** The first reason counts, in the order of the reasons; the others are named beside it. */
  private static Condition selling(Selling selling) {
    return selling.whyNot().stream()
        .min(Comparator.naturalOrder())
        .map(PanelConditions::of)
        .orElse(Condition.SELLING_YES);
  }

  private static Condition of(NotSelling why) {
    return switch (why) {
      case SET_BACK -> Condition.SELLING_SET_BACK;
      case NO_PACK -> Condition.SELLING_NO_PACK;
      case NO_TILL -> Condition.SELLING_NO_TILL;
      case DISK_FULL -> Condition.SELLING_DISK_FULL;
      case TOO_BUSY -> Condition.SELLING_SLOW;
      case LAST_WATT -> Condition.SELLING_LAST_WATT;
      case STOPPING -> Condition.SELLING_STOPPING;
    };
  }

  private static Condition sync(Sync sync) {
    if (sync.alone()) {
      return Condition.SYNC_ALONE;
    }
    if (sync.oldest().compareTo(OnDelay.HOLD) >= 0) {
      return Condition.SYNC_WAITING;
    }
    return sync.shed() > 0 ? Condition.SYNC_GIVEN_UP : Condition.SYNC_UP_TO_DATE;
  }

  private static Condition pack(@Nullable PackShown pack) {
    return pack == null
        ? Condition.PACK_NONE
        : pack.nextRefused() ? Condition.PACK_NEXT_REFUSED : Condition.PACK_LOADED;
  }

  /** The first that the crew should do something about. */
  private static Condition devices(DevicesSeen seen) {
    if (seen.waiting() > 0) {
      return Condition.DEVICES_WAITING;
    }
    if (seen.suspended() > 0) {
      return Condition.DEVICES_SUSPENDED;
    }
    if (seen.twoPlaces() > 0) {
      return Condition.DEVICES_COPIED;
    }
    return seen.pinLocked() > 0 ? Condition.DEVICES_PIN_LOCKED : Condition.DEVICES_PAIRED;
  }

  private static Condition disk(long freeBytes) {
    return freeBytes < 0
        ? Condition.DISK_UNKNOWN
        : freeBytes < THIN_DISK_BYTES ? Condition.DISK_LOW : Condition.DISK_AMPLE;
  }
}
