package dev.roadcase.provisioning.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.provisioning.checker.Evidence.Again;
import dev.roadcase.provisioning.checker.Evidence.Arrival;
import dev.roadcase.provisioning.checker.Evidence.Knock;
import dev.roadcase.provisioning.checker.Evidence.Refund;
import dev.roadcase.provisioning.checker.Evidence.Refused;
import dev.roadcase.provisioning.checker.Evidence.Shown;
import dev.roadcase.provisioning.checker.Evidence.UpstreamSale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A good day is found good; each way of being bad is found by the promise that it breaks. */
class CheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A day as the demo makes it, small; to be doctored. */
  private static final class Day {
    final List<Shown> shown = new ArrayList<>();
    final List<Again> again = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final List<Refund> refunds = new ArrayList<>();
    final List<Knock> knocks = new ArrayList<>();
    final List<JsonNode> watched = new ArrayList<>();
    final List<UpstreamSale> sales = new ArrayList<>();
    final Map<String, Long> upstreamRefunds = new HashMap<>();
    final Map<String, List<Long>> deltas = new HashMap<>();
    final List<Arrival> arrivals = new ArrayList<>();
    final Set<String> readable = new HashSet<>();
    long liveRows;
    long deadLetters;

    Day() {
      for (int i = 1; i <= 60; i++) {
        String sku = (i <= Check.RARE_RIGHT ? Check.RARE_SKU : "TEE") + "*1000";
        shown.add(new Shown("till", i, "r" + i, 100, i * 10L, 900, sku));
        sales.add(new UpstreamSale("r" + i, "till", i, 100, sku));
        readable.add("r" + i);
        arrivals.add(new Arrival("p0", 1_500));
      }
      for (int i = 0; i < 100; i++) {
        again.add(new Again("r1", "r1", 200, 500));
      }
      for (int i = 0; i < 50; i++) {
        refused.add(new Refused(Check.RARE_SKU, "sold-out"));
      }
      refunds.add(new Refund("till", 61, "back", 1_000));
      upstreamRefunds.put("back", 1_400L);
      arrivals.add(new Arrival("p0", 1_400));
      for (int i = 0; i < 5; i++) {
        arrivals.add(new Arrival("p3", 2_000 + i));
      }
      deltas.put("inc/p0", new ArrayList<>(LongStream.rangeClosed(1, 61).boxed().toList()));
      deltas.put("inc/p3", new ArrayList<>(LongStream.rangeClosed(1, 5).boxed().toList()));
      watch("{'at':100,'done':'link-silent'}");
      watch("{'at':300,'done':'killed'}");
      watch(
          "{'at':600,'box':{'link':{'reachable':false},'power':{'mains':false}},'peers':['127.0.0.1']}");
      knocks.add(new Knock("lost", 200, 500));
      knocks.add(new Knock("lost", 403, 720));
      knocks.add(new Knock("lost", 403, 6_000));
      watch("{'at':900,'done':'counted','moneyWaiting':1800,'waiting':20000}");
      watch("{'at':950,'done':'link-up'}");
      watch("{'at':3000,'box':{'link':{'reachable':true},'power':{'mains':true}},'peers':['::1']}");
      watch("{'at':700,'done':'revoked','device':'lost'}");
    }

    void watch(String line) {
      try {
        watched.add(JSON.readTree(line.replace('\'', '"')));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Check check() {
      return new Check(
          new Evidence(
              shown,
              again,
              refused,
              refunds,
              knocks,
              5,
              0,
              watched,
              sales,
              upstreamRefunds,
              liveRows,
              deltas,
              arrivals,
              List.of(),
              0,
              deadLetters),
          readable);
    }
  }

  private static List<Integer> broken(Consumer<Day> doctor) {
    Day day = new Day();
    doctor.accept(day);
    return day.check().verdicts().stream()
        .filter(v -> v.outcome() == Verdict.Outcome.BROKEN)
        .map(Verdict::id)
        .toList();
  }

  @Test
  void aGoodDayIsFoundGood() {
    assertEquals(List.of(), broken(day -> {}));
    assertEquals(0, new Day().check().lost());
    assertEquals(0, new Day().check().duplicated());
    assertEquals(450, new Day().check().firstMoneyAfterLinkUp());
  }

  @Test
  void whoIsLetInLongAfterHeWasPutOutIsABrokenPromise() {
    assertEquals(List.of(5), broken(day -> day.knocks.add(new Knock("lost", 200, 5_701))));
    assertEquals(List.of(), broken(day -> day.knocks.add(new Knock("lost", 200, 5_700))));
  }

  @Test
  void aReceiptThatUpstreamLacksIsLost() {
    assertEquals(List.of(1), broken(day -> day.sales.remove(40)));
  }

  @Test
  void aReceiptThatTheBoxHasForgottenIsNotKept() {
    assertEquals(List.of(1), broken(day -> day.readable.remove("r7")));
  }

  @Test
  void aTotalThatChangedOnTheWayIsNotKept() {
    assertEquals(
        List.of(1),
        broken(day -> day.sales.set(40, new UpstreamSale("r41", "till", 41, 99, "TEE*1000"))));
  }

  @Test
  void aDayWithoutAKillShowsNothing() {
    assertEquals(List.of(1, 2), broken(day -> day.watched.remove(1)));
  }

  @Test
  void aSecondReceiptForOneSaleIsADuplicate() {
    assertEquals(
        List.of(2),
        broken(day -> day.sales.add(new UpstreamSale("other", "till", 50, 100, "TEE*1000"))));
  }

  @Test
  void aRetryThatIsAnsweredOtherwiseIsFound() {
    assertEquals(List.of(2), broken(day -> day.again.add(new Again("r1", "r2", 200, 500))));
    assertEquals(List.of(2), broken(day -> day.again.add(new Again("r1", "", 409, 500))));
    assertEquals(List.of(2), broken(day -> day.again.subList(0, 1).clear()));
  }

  @Test
  void theTwentyFirstIsOneTooMany() {
    assertEquals(
        List.of(1, 3),
        broken(day -> {
          day.sales.set(
              40, new UpstreamSale("r41", "till", 41, 100, "TEE*1000," + Check.RARE_SKU + "*1000"));
        }));
    assertEquals(List.of(3), broken(day -> day.refused.remove(0)));
  }

  @Test
  void nineHundredOnOneLineAreNotOne() {
    assertEquals(
        List.of(1, 3),
        broken(day -> {
          day.sales.set(0, new UpstreamSale("r1", "till", 1, 100, Check.RARE_SKU + "*900000"));
        }));
  }

  @Test
  void otherGoodsForTheSameMoneyAreNotTheSameSale() {
    assertEquals(
        List.of(1),
        broken(day -> day.sales.set(40, new UpstreamSale("r41", "till", 41, 100, "MUG*1000"))));
  }

  @Test
  void withNothingWaitingGoingFirstShowsNothing() {
    assertEquals(List.of(4), broken(day -> day.watched.remove(3)));
  }

  @Test
  void aRefundBookedTwiceIsFound() {
    assertEquals(List.of(4), broken(day -> day.upstreamRefunds.put("other", 1_400L)));
  }

  @Test
  void aRefundThatWaitedIsFound() {
    assertEquals(List.of(4), broken(day -> day.upstreamRefunds.put("back", 3_001L)));
    assertEquals(List.of(4), broken(day -> day.upstreamRefunds.clear()));
    assertEquals(List.of(4), broken(day -> day.arrivals.add(new Arrival("p0", 9_000))));
    assertEquals(List.of(4), broken(day -> day.refunds.clear()));
  }

  @Test
  void aSlowMachineIsNoBrokenPromise() {
    assertEquals(List.of(), broken(day -> slowly(day, 7_200)));
    assertEquals(List.of(4), broken(day -> slowly(day, 7_300)), "a quarter of 25 s is over");
  }

  @Test
  void aRefundBehindTheOthersIsFoundHoweverFastItWas() {
    assertEquals(List.of(), broken(day -> before(day, 1_000)));
    assertEquals(List.of(4), broken(day -> before(day, 1_200)));
  }

  /** All waiting money needs 25 s, and the refund comes then. */
  private static void slowly(Day day, long received) {
    day.upstreamRefunds.put("back", received);
    day.arrivals.add(new Arrival("p0", 26_000));
    day.arrivals.add(new Arrival("p3", 27_000));
  }

  /** So many arrive between the refund at the till and the refund upstream. */
  private static void before(Day day, int many) {
    for (int i = 0; i < many; i++) {
      day.arrivals.add(new Arrival(i % 2 == 0 ? "p0" : "p3", 1_200));
    }
  }

  @Test
  void aSilentLinkThatIsNotShownIsFound() {
    assertEquals(
        List.of(6),
        broken(day -> {
          day.watched.remove(2);
          day.watch("{'at':16000,'box':{'link':{'reachable':false},'power':{'mains':false}}}");
          day.watch("{'at':17000,'box':{'link':{'reachable':true},'power':{'mains':true}}}");
        }));
  }

  @Test
  void aGapIsAFaultAndSoIsADemoInTheLiveLedger() {
    assertEquals(List.of(6), broken(day -> day.deltas.get("inc/p3").remove(2)));
    assertEquals(List.of(6), broken(day -> day.liveRows = 1));
    assertEquals(List.of(6), broken(day -> day.deadLetters = 1));
  }

  @Test
  void aSocketToAStrangerIsFound() {
    assertEquals(List.of(8), broken(day -> day.watch("{'at':700,'peers':['192.0.2.1']}")));
  }
}
