package dev.roadcase.app.status;

import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import java.util.List;

/** Why not to leave yet, in words for machines and logs; the panel has its own. */
final class Departure {
  private Departure() {}

  static List<String> reasons(Unplug answer) {
    return switch (answer) {
      case Unplug.Yes() -> List.of();
      case Unplug.NotYet(var reasons) -> reasons.stream().map(Departure::words).toList();
    };
  }

  static List<String> reasons(Strike answer) {
    return switch (answer) {
      case Strike.Yes() -> List.of();
      case Strike.NotYet(var reasons) -> reasons.stream().map(Departure::words).toList();
    };
  }

  private static String words(Unplug.Reason reason) {
    return switch (reason) {
      case Unplug.Reason.WriterBusy(int waiting) -> waiting + " requests are being written down";
      case Unplug.Reason.HoldsOpen(int holds) -> holds + " holds are open";
      case Unplug.Reason.NotCheckpointed() -> "the journal has not been folded into its file";
    };
  }

  private static String words(Strike.Reason reason) {
    return switch (reason) {
      case Strike.Reason.MoneyHere(long facts) -> facts + " money facts are only here";
      case Strike.Reason.RecordsHere(long facts) -> facts + " records are only here";
    };
  }
}
