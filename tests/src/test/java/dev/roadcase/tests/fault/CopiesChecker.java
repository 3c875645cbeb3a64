package dev.roadcase.tests.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds data folders and upstream's books to what tills were shown. Knows nothing of {@code
 * dev.roadcase}: what it is given was read by {@link CopyReader} from SQLite files and the tills'
 * own.
 */
final class CopiesChecker {

  /** What a till signed: a sale, or the refund of one. */
  record Booking(String receipt, String device, long seq, long amount, String of) {
    String number() {
      return device + "/" + seq;
    }

    @Override
    public String toString() {
      return (of.isEmpty() ? "sale " : "refund ") + number() + ", receipt " + receipt;
    }
  }

  /** What the tills asked for, and which of it they were shown. */
  record Tills(Map<String, Booking> asked, Set<String> shown) {
    Tills {
      asked = Map.copyOf(asked);
      shown = Set.copyOf(shown);
    }
  }

  /** One fact of a data folder that matters here. */
  sealed interface Entry {
    /** A sale or a refund. */
    record Money(Booking booking) implements Entry {}

    /** The box found out that it is set back. */
    record Found() implements Entry {}

    /** It was adopted. */
    record Adopted() implements Entry {}
  }

  /** One data folder, in the order in which it was written. */
  record Folder(String name, List<Entry> entries) {
    Folder {
      entries = List.copyOf(entries);
    }

    List<Booking> money() {
      List<Booking> all = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry instanceof Entry.Money(var booking)) {
          all.add(booking);
        }
      }
      return all;
    }
  }

  /**
   * Upstream's books.
   *
   * @param booked each row of sales and refunds
   * @param refunded of each sale, what upstream says was given back
   * @param kept receipts of what upstream holds, booked or waiting for what belongs to it
   * @param absent of each device, how many numbers upstream says are in no book
   */
  record Books(
      List<Booking> booked,
      Map<String, Long> refunded,
      Set<String> kept,
      Map<String, Long> absent) {
    Books {
      booked = List.copyOf(booked);
      kept = Set.copyOf(kept);
      refunded = Map.copyOf(refunded);
      absent = Map.copyOf(absent);
    }
  }

  /**
   * What was found.
   *
   * @param shown to tills, so far
   * @param held of what was shown, in upstream's books
   * @param named shown, in no copy any more, and named by upstream
   * @param broken a sentence for each promise that was broken; empty is good
   */
  record Findings(int shown, int held, int named, List<String> broken) {
    Findings {
      broken = List.copyOf(broken);
    }
  }

  private final List<String> broken = new ArrayList<>();

  private CopiesChecker() {}

  /** Checks all of it, when everything that is to arrive has. */
  static Findings check(Tills tills, List<Folder> folders, Books books) {
    return new CopiesChecker().run(tills, folders, books);
  }

  private Findings run(Tills tills, List<Folder> folders, Books books) {
    Map<String, Booking> booked = booked(tills, books);
    refunded(books);
    Set<String> held = new HashSet<>(booked.keySet());
    held.addAll(books.kept());
    for (Folder folder : folders) {
      for (Booking booking : folder.money()) {
        held.add(booking.receipt());
        same(tills.asked().get(booking.receipt()), booking, folder.name());
        if (!booked.containsKey(booking.receipt())) {
          broken.add(booking + ": " + folder.name() + " holds it, and upstream's books do not");
        }
      }
      silent(folder);
    }
    int gone = 0;
    int known = 0;
    for (String receipt : tills.shown()) {
      gone += held.contains(receipt) ? 0 : 1;
      known += booked.containsKey(receipt) ? 1 : 0;
    }
    named(tills, held, books);
    return new Findings(tills.shown().size(), known, gone, broken);
  }

  /** Each receipt and each number of a device stands once, and is what the device signed. */
  private Map<String, Booking> booked(Tills tills, Books books) {
    Map<String, Booking> byReceipt = new LinkedHashMap<>();
    Map<String, Booking> byNumber = new HashMap<>();
    for (Booking row : books.booked()) {
      if (byReceipt.put(row.receipt(), row) != null) {
        broken.add(row + " stands twice in upstream's books");
      }
      Booking other = byNumber.putIfAbsent(row.number(), row);
      if (other != null && !other.receipt().equals(row.receipt())) {
        broken.add(row + ": upstream's books also have " + other);
      }
      same(tills.asked().get(row.receipt()), row, "upstream");
    }
    return byReceipt;
  }

  private void same(Booking signed, Booking there, String where) {
    if (signed == null) {
      broken.add(there + " is in the books of " + where + ", and no till signed it");
    } else if (!signed.equals(there)) {
      broken.add(there + " is not what its till signed in the books of " + where + ": " + signed);
    }
  }

  /** What was given back of a sale is the sum of its refunds. */
  private void refunded(Books books) {
    Map<String, Long> sums = new TreeMap<>();
    books.refunded().keySet().forEach(sale -> sums.put(sale, 0L));
    for (Booking row : books.booked()) {
      if (!row.of().isEmpty()) {
        sums.merge(row.of(), row.amount(), Long::sum);
      }
    }
    sums.forEach((sale, sum) -> {
      Long said = books.refunded().get(sale);
      if (said == null || !said.equals(sum)) {
        broken.add(
            "of the sale " + sale + " upstream says that " + said + " was given back: " + sum);
      }
    });
  }

  /** A box that knows that it is set back books nothing until it is adopted. */
  private void silent(Folder folder) {
    boolean found = false;
    for (Entry entry : folder.entries()) {
      switch (entry) {
        case Entry.Found _ -> found = true;
        case Entry.Adopted _ -> found = false;
        case Entry.Money(var booking) -> {
          if (found) {
            broken.add(booking + ": " + folder.name() + " booked it and knew that it is set back");
          }
        }
      }
    }
  }

  /**
   * What was shown and is in no copy has a number between those that are in upstream's books, and
   * upstream says how many of those are missing.
   */
  private void named(Tills tills, Set<String> held, Books books) {
    Map<String, Set<Long>> numbers = new TreeMap<>();
    for (Booking row : books.booked()) {
      numbers.computeIfAbsent(row.device(), d -> new HashSet<>()).add(row.seq());
    }
    Map<String, Long> last = new HashMap<>();
    numbers.forEach((device, all) -> {
      long highest = all.stream().mapToLong(Long::longValue).max().orElse(0);
      last.put(device, highest);
      long absent = highest - all.size();
      long said = books.absent().getOrDefault(device, 0L);
      if (said != absent) {
        broken.add(
            "of the numbers of %s up to %d, %d are in no book of upstream's, and upstream status says %d"
                .formatted(device, highest, absent, said));
      }
    });
    for (String receipt : tills.shown()) {
      Booking gone = tills.asked().get(receipt);
      if (gone == null) {
        broken.add("a till was shown " + receipt + ", which it never asked for");
      } else if (!held.contains(receipt) && gone.seq() > last.getOrDefault(gone.device(), 0L)) {
        broken.add(gone + " was shown, is in no copy any more, and nobody says so");
      }
    }
  }
}
