package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.tests.fault.CopiesChecker.Booking;
import dev.roadcase.tests.fault.CopiesChecker.Books;
import dev.roadcase.tests.fault.CopiesChecker.Entry;
import dev.roadcase.tests.fault.CopiesChecker.Findings;
import dev.roadcase.tests.fault.CopiesChecker.Folder;
import dev.roadcase.tests.fault.CopiesChecker.Tills;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker can fail: each thing that must not be is noticed, and what may be is let pass. */
class CopiesCheckerTest {
  private final Map<String, Booking> asked = new HashMap<>();
  private final Set<String> shown = new HashSet<>();
  private final List<Entry> folder = new ArrayList<>();
  private final List<Booking> booked = new ArrayList<>();
  private final Map<String, Long> refunded = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Map<String, Long> absent = new HashMap<>();

  private final Booking first = sold("r-1", 1, 350);
  private final Booking second = sold("r-2", 2, 700);
  private final Booking back = returned("r-3", 3, 10, first);

  @Test
  void theTruthPasses() {
    Findings findings = check();
    assertEquals(List.of(), findings.broken());
    assertEquals(3, findings.shown());
    assertEquals(3, findings.held());
    assertEquals(0, findings.named());
  }

  @Test
  void whatAFolderHoldsAndUpstreamDoesNotIsNoticed() {
    booked.remove(second);
    absent.put("till", 1L);
    assertBroken("sale till/2, receipt r-2: box holds it, and upstream's books do not");
  }

  @Test
  void theSameForWhatNoTillWasShown() {
    shown.remove("r-2");
    booked.remove(second);
    absent.put("till", 1L);
    assertBroken("r-2: box holds it, and upstream's books do not");
  }

  @Test
  void anotherAmountIsNoticed() {
    booked.set(1, new Booking("r-2", "till", 2, 7, ""));
    assertBroken("r-2 is not what its till signed in the books of upstream");
  }

  @Test
  void aReceiptThatStandsTwiceIsNoticed() {
    booked.add(second);
    assertBroken("r-2 stands twice");
  }

  @Test
  void twoReceiptsOfOneNumberAreNoticed() {
    Booking other = new Booking("r-9", "till", 2, 700, "");
    asked.put("r-9", other);
    booked.add(other);
    assertBroken("receipt r-9: upstream's books also have sale till/2, receipt r-2");
  }

  @Test
  void whatNoTillSignedIsNoticed() {
    Booking strange = new Booking("r-9", "other", 1, 700, "");
    booked.add(strange);
    folder.add(new Entry.Money(strange));
    assertBroken("r-9 is in the books of upstream, and no till signed it");
    assertBroken("r-9 is in the books of box, and no till signed it");
  }

  @Test
  void moneyGivenBackThatIsNotTheSumIsNoticed() {
    refunded.put("r-1", 20L);
    assertBroken("of the sale r-1 upstream says that 20 was given back: 10");
  }

  @Test
  void aSaleBeforeTheAdoptionIsNoticed() {
    folder.add(1, new Entry.Found());
    assertBroken("r-2: box booked it and knew that it is set back");
    folder.add(2, new Entry.Adopted());
    assertEquals(List.of(), check().broken());
  }

  @Test
  void whatIsInNoCopyHasToBeNamed() {
    gone(second);
    assertBroken("of the numbers of till up to 3, 1 are in no book of upstream's");
    absent.put("till", 1L);
    assertEquals(List.of(), check().broken());
    assertEquals(1, check().named());
  }

  @Test
  void whatIsSaidToBeMissingAndIsThereIsNoticed() {
    absent.put("till", 1L);
    assertBroken("0 are in no book of upstream's, and upstream status says 1");
  }

  @Test
  void theLastThatATillWasShownIsNoticedToo() {
    gone(back);
    refunded.put("r-1", 0L);
    assertBroken("r-3 was shown, is in no copy any more, and nobody says so");
  }

  @Test
  void whatWaitsAtUpstreamIsNotGone() {
    gone(second);
    kept.add("r-2");
    absent.put("till", 1L);
    assertEquals(List.of(), check().broken());
    assertEquals(0, check().named());
  }

  @Test
  void aReceiptForWhichNoTillAskedIsNoticed() {
    shown.add("r-9");
    assertBroken("a till was shown r-9, which it never asked for");
  }

  private void gone(Booking booking) {
    folder.remove(new Entry.Money(booking));
    booked.remove(booking);
  }

  private Booking sold(String receipt, long seq, long amount) {
    refunded.put(receipt, 0L);
    return everywhere(new Booking(receipt, "till", seq, amount, ""));
  }

  private Booking returned(String receipt, long seq, long amount, Booking of) {
    refunded.put(of.receipt(), amount);
    return everywhere(new Booking(receipt, "till", seq, amount, of.receipt()));
  }

  private Booking everywhere(Booking booking) {
    asked.put(booking.receipt(), booking);
    shown.add(booking.receipt());
    folder.add(new Entry.Money(booking));
    booked.add(booking);
    return booking;
  }

  private Findings check() {
    return CopiesChecker.check(
        new Tills(asked, shown),
        List.of(new Folder("box", folder)),
        new Books(booked, refunded, kept, absent));
  }

  private void assertBroken(String expected) {
    List<String> broken = check().broken();
    assertTrue(broken.stream().anyMatch(b -> b.contains(expected)), broken.toString());
  }
}
