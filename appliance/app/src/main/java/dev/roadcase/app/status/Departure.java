package dev.roadcase.app.status;

import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import java.util.ArrayList;
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
      case Strike.NotYet(var reasons) -> reasons(reasons);
    };
  }

  private static List<String> reasons(List<Strike.Reason> reasons) {
    List<String> said = new ArrayList<>();
    List<Strike.Reason> counted =
        reasons.stream().filter(reason -> !(reason instanceof Strike.Reason.SetBack)).toList();
    if (counted.size() < reasons.size()) {
      said.add("this box is set back, so nobody can say what upstream has of it");
    }
    if (!counted.isEmpty()) {
      said.add(onlyHere(counted));
    }
    return said;
  }

  /** In classes, as {@code box status} counts what waits: money is more than sales and refunds. */
  private static String onlyHere(List<Strike.Reason> reasons) {
    long all = 0;
    List<String> classes = new ArrayList<>();
    for (Strike.Reason reason : reasons) {
      switch (reason) {
        case Strike.Reason.MoneyHere(long facts) -> {
          all += facts;
          classes.add("money " + facts);
        }
        case Strike.Reason.RecordsHere(long facts) -> {
          all += facts;
          classes.add("stock " + facts);
        }
        case Strike.Reason.SetBack() -> {}
      }
    }
    return counted(all, "record is", "records are")
        + " only on this box ("
        + String.join(", ", classes)
        + ")";
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static String words(Unplug.Reason reason) {
    return switch (reason) {
      case Unplug.Reason.WriterBusy(int waiting) ->
          counted(waiting, "request is", "requests are") + " being saved";
      case Unplug.Reason.HoldsOpen(int holds) ->
          counted(holds, "reservation is", "reservations are") + " still open";
      case Unplug.Reason.NotCheckpointed() -> "it is still saving: wait a few seconds";
    };
  }
}
